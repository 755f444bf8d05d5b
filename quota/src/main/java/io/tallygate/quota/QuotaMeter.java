package io.tallygate.quota;

import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Meter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counts admitted requests durably on this edge and settles them with a central ledger in the background.
 *
 * <pre>{@code
 * .meter(QuotaMeter.into(ledger).plans(starter).stateIn(Path.of("/var/lib/orders/tallygate")))
 * }</pre>
 *
 * <p>When a request is admitted its count is in the page cache of the operating system: it survives the death of the
 * process, and of the machine but for the last seconds. What was counted reaches the ledger exactly once, however often
 * flushes fail, repeat or come late. Counting never waits for the ledger.
 *
 * <p>The state directory is the edge's identity. It needs a local volume that outlives the process, and one process at a
 * time.
 *
 * <p>An immutable description: each method returns another one.
 */
public final class QuotaMeter implements Blueprint<Meter> {
    private final MeterSettings settings;

    private QuotaMeter(MeterSettings settings) {
        this.settings = settings;
    }

    /** A meter that settles with that ledger. */
    public static QuotaMeter into(Ledger ledger) {
        return new QuotaMeter(new MeterSettings(ledger));
    }

    /** The plans accounts may have, in all versions that are known; at least one. */
    public QuotaMeter plans(Plan... plans) {
        return plans(List.of(plans));
    }

    /** The plans accounts may have, in all versions that are known; at least one. */
    public QuotaMeter plans(Collection<Plan> plans) {
        return with(it -> it.plans = List.copyOf(plans));
    }

    /** The directory that keeps the counts. */
    public QuotaMeter stateIn(Path directory) {
        return disk(StateDisk.at(directory));
    }

    /** The disk that keeps the counts, for tests. */
    public QuotaMeter disk(StateDisk disk) {
        return with(it -> it.disk = disk);
    }

    /** The plan of accounts that have none. Without this word they are answered 503, and an alarm names the remedy. */
    public QuotaMeter otherwise(String plan) {
        return with(it -> it.otherwise = plan);
    }

    /** What people call this edge, such as {@code eu-1}; 1 to 64 visible ASCII characters; {@code edge} unless said. */
    public QuotaMeter label(String label) {
        return with(it -> it.label = label);
    }

    /** How often counts are sent; 5 s unless said, from 10 ms to 1 h. Varies at random by a tenth. */
    public QuotaMeter flushEvery(Duration period) {
        return with(it -> it.flushEvery = period);
    }

    /** How often an idle edge speaks to the ledger; 60 s unless said, from 10 ms to 1 h. */
    public QuotaMeter heartbeat(Duration period) {
        return with(it -> it.heartbeat = period);
    }

    /** How long after the end of a window the edge closes it; 60 s unless said, from 0 to 1 d. */
    public QuotaMeter grace(Duration grace) {
        return with(it -> it.grace = grace);
    }

    /** How long closing may wait for the last flush; 5 s unless said, from 0 to 5 min. */
    public QuotaMeter closeWithin(Duration limit) {
        return with(it -> it.closeWithin = limit);
    }

    /**
     * How long files of ended lives are kept, for a ledger restored from a backup; 14 d unless said, from 0 to 400 d. So
     * long, too, an edge remembers by itself the uses of limited grants that those lives counted; longer by its ledger.
     */
    public QuotaMeter keepEndedLives(Duration horizon) {
        return with(it -> it.keepEndedLives = horizon);
    }

    /** Is given the meter once it is open: how a host gets at its {@link RunningMeter#status()}. */
    public QuotaMeter whenOpen(Consumer<? super RunningMeter> told) {
        return with(it -> it.whenOpen = told);
    }

    private QuotaMeter with(Consumer<MeterSettings> change) {
        MeterSettings copy = settings.copy();
        change.accept(copy);
        return new QuotaMeter(copy);
    }

    @Override
    public List<String> faults(Environment environment) {
        return settings.faults();
    }

    /**
     * Opens the meter: claims the directory and begins a new life in it. Counts of earlier lives are sent in the
     * background. Does not wait for the ledger.
     *
     * @throws IllegalStateException when the directory is in use or holds what this version cannot read
     */
    @Override
    public RunningMeter open(Environment environment) {
        List<String> faults = settings.faults();
        StateDisk disk = settings.disk;
        if (disk == null || !faults.isEmpty()) {
            throw new IllegalStateException("the meter cannot be opened:\n  " + String.join("\n  ", faults));
        }
        return EdgeMeter.open(settings, disk, environment);
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
