package io.tallygate.directory;

import io.tallygate.spi.Background;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what is known of a directory from one life of an edge to the next: loads it at the start, and saves it every so
 * often and in the end. A save that fails leaves the one before in its place; the next one tries again. Thread-safe; one saves at a
 * time.
 */
final class SnapshotKeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Continuity.class);

    private final SnapshotStore store;
    private final Recollection known;
    private final Listener listener;
    private final Background.Task series;
    private @Nullable Snapshot saved;
    private boolean failing;

    private SnapshotKeeping(
            SnapshotStore store, Recollection known, Environment environment, Duration every, Duration first) {
        this.store = store;
        this.known = known;
        this.listener = environment.listener();
        this.series = environment.background().every(first, every, this::save);
    }

    /** Loads what there is, unless it has to be refused, and saves from now on. */
    static SnapshotKeeping begin(
            SnapshotStore store, Recollection known, Environment environment, Duration maxAge, Duration every) {
        Instant now = Instant.ofEpochMilli(environment.time().epochMillis());
        try {
            Optional<Snapshot> last = store.load(now, maxAge);
            last.ifPresent(known::begin);
            LOG.info(
                    "{}",
                    last.map(SnapshotKeeping::describe).orElse("no snapshot of the directory is there to begin with"));
        } catch (SnapshotRefusedException refused) {
            String message = String.valueOf(refused.getMessage());
            LOG.warn("the snapshot of the directory is refused, {}", message);
            environment.listener().onAlarm("continuity-refused", message);
        }
        return new SnapshotKeeping(store, known, environment, every, environment.sometimeWithin(every));
    }

    private static String describe(Snapshot snapshot) {
        return "begun with a snapshot of the directory as of " + snapshot.asOf() + ": "
                + snapshot.records().size() + " records, "
                + snapshot.revocations().size() + " revocations";
    }

    private synchronized void save() {
        Snapshot present = known.snapshot().orElse(null);
        if (present == null || present.equals(saved)) {
            return;
        }
        try {
            store.save(present);
            saved = present;
            if (failing) {
                LOG.info("the directory's snapshot is saved again");
            }
            failing = false;
        } catch (IOException | RuntimeException failed) {
            report(failed);
        }
    }

    private void report(Exception failed) {
        String message = "the directory's snapshot could not be saved; the one before stays: "
                + failed.toString().replaceAll("\\p{Cntrl}", " ");
        if (failing) {
            LOG.debug("{}", message);
            return;
        }
        failing = true;
        LOG.warn("{} (more of this kind at debug level)", message);
        listener.onAlarm("continuity-failed", message);
    }

    /** Saves for the last time. */
    @Override
    public void close() {
        series.cancel();
        save();
    }
}
