package io.tallygate;

import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Environment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an edge hears that what it knows from the directory has changed: it follows the directory's log; or reads the
 * records behind its sessions again, where there is no log; or not at all, where there is no directory. Thread-safe.
 */
final class Hearing implements AutoCloseable {
    private final Freshness freshness;
    private final @Nullable Following following;
    private final @Nullable Rereading rereading;
    private final RecentChanges changes;
    private final Environment environment;
    private final Duration rereadEvery;
    private Background.@Nullable Task series;

    Hearing(
            GateSettings settings,
            SessionTable sessions,
            RecentChanges changes,
            List<ChangeReader> readers,
            Environment environment,
            Trouble trouble) {
        Directory directory = environment.directory().orElse(null);
        ChangeFeed feed = directory == null ? null : directory.changes().orElse(null);
        // Without a directory there is nothing to miss.
        FreshnessSettings policy = directory == null ? settings.freshness().serveOn() : settings.freshness();
        Duration timeout = settings.central().timeout();
        this.freshness = new Freshness(policy, timeout, environment.time(), feed == null);
        this.rereading = directory == null ? null : new Rereading(directory, sessions, trouble);
        if (feed == null || rereading == null) {
            this.following = null;
        } else {
            LogReading log = new LogReading(feed, readers, rereading, freshness, environment.time(), trouble);
            this.following = new Following(feed, log, freshness, policy.pullEvery(), timeout, environment, trouble);
        }
        this.changes = changes;
        this.environment = environment;
        this.rereadEvery = settings.sessions().revalidateEvery();
    }

    void start() {
        if (following != null) {
            following.start();
        } else if (rereading != null) {
            Rereading again = rereading;
            Duration first = environment.sometimeWithin(rereadEvery);
            series = environment.background().every(first, rereadEvery, () -> reread(again));
        }
    }

    /** What was looked up before begins no session after, so that none escapes. */
    private void reread(Rereading again) {
        long nanos = environment.time().nanos();
        changes.beginAnew();
        if (again.readAll()) {
            freshness.upTo(nanos);
        }
    }

    Freshness freshness() {
        return freshness;
    }

    /** Nothing older than this can have been missed; without a directory there is nothing to miss. */
    Duration window() {
        return rereading == null ? Duration.ZERO : freshness.window();
    }

    GateStatus.@Nullable Feed feed() {
        return following == null ? null : following.status();
    }

    @Override
    public void close() {
        if (series != null) {
            series.cancel();
        }
        if (following != null) {
            following.close();
        }
    }
}
