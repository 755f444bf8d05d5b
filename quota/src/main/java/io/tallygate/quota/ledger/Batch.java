package io.tallygate.quota.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One link of the chain of one life in one partition. Its mark seals it: a batch sent again is equal to the first.
 * A batch without values is a heartbeat.
 *
 * @param partition which chain, in [0, {@link Partitions#COUNT})
 * @param mark this batch's name
 * @param predecessor the batch before it; what the ledger's head must be for this one to be joined
 * @param closedTo when given, the edge's word that nothing more comes for windows that end by this instant, from this
 *     life or an earlier one, but adjustments. It ought to come with or after the last values. The ledger takes it for
 *     its own present time at most
 * @param values counters of accounts in this partition, by number, each at most once
 */
public record Batch(
        int partition,
        Mark mark,
        Mark predecessor,
        @Nullable Instant closedTo,
        List<CounterValue> values) {
    /** The most values of one batch. */
    public static final int MAX_VALUES = 10_000;

    /** @throws IllegalArgumentException when marks are out of order or a value is of another partition */
    public Batch {
        if (mark.sequence() <= predecessor.sequence()) {
            throw new IllegalArgumentException("a batch must come after its predecessor");
        }
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("a batch has at most " + MAX_VALUES + " values, had " + values.size());
        }
        values = List.copyOf(values);
        int last = -1;
        for (CounterValue value : values) {
            if (value.counter() <= last || Partitions.of(value.key().account()) != partition) {
                throw new IllegalArgumentException(
                        "values must be of partition " + partition + " and in order of counter");
            }
            last = value.counter();
        }
    }

    /** A word as a ledger takes it. An edge whose clock runs ahead must not close what is not over for the others. */
    static Instant word(Instant closedTo, Instant now) {
        if (closedTo.isBefore(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        return closedTo.isAfter(now) ? now : closedTo.truncatedTo(ChronoUnit.MILLIS);
    }
}
