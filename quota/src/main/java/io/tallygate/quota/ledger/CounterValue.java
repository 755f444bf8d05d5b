package io.tallygate.quota.ledger;

import io.tallygate.model.RequestId;

/**
 * How far a counter stands: full values, not increments, so that a batch may be repeated, late or reordered.
 *
 * @param counter the counter's number within its life
 * @param key what it counts
 * @param used units used so far; only grows
 * @param refunded units given back so far; only grows
 */
public record CounterValue(int counter, CounterKey key, long used, long refunded) {
    /** @throws IllegalArgumentException when a number is out of its range */
    public CounterValue {
        if (counter < 0 || counter > RequestId.MAX_COUNTER) {
            throw new IllegalArgumentException("counter must be in [0, 2^24), was " + counter);
        }
        if (used < 0 || used > RequestId.MAX_SEQUENCE || refunded < 0 || refunded > RequestId.MAX_SEQUENCE) {
            throw new IllegalArgumentException("units must be in [0, 2^40), were " + used + " and " + refunded);
        }
    }
}
