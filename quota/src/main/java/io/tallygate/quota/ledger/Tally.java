package io.tallygate.quota.ledger;

/**
 * What the ledger holds of one counter: units used and given back, and how many of them came late.
 *
 * @param used units used; only grows
 * @param refunded units given back; only grows
 * @param lateUsed how many of the used ones are adjustments
 * @param lateRefunded how many of the refunded ones are adjustments
 */
record Tally(long used, long refunded, long lateUsed, long lateRefunded) {
    static final Tally ZERO = new Tally(0, 0, 0, 0);

    /** The greater of what is held and what is said. What is new is an adjustment when it comes late. */
    Tally join(CounterValue value, boolean late) {
        long moreUsed = Math.max(0, value.used() - used);
        long moreRefunded = Math.max(0, value.refunded() - refunded);
        return new Tally(
                used + moreUsed,
                refunded + moreRefunded,
                late ? lateUsed + moreUsed : lateUsed,
                late ? lateRefunded + moreRefunded : lateRefunded);
    }

    /** Whether the value says more than is held. */
    boolean isExceededBy(CounterValue value) {
        return value.used() > used || value.refunded() > refunded;
    }

    long net() {
        return used - refunded;
    }

    long regularUsed() {
        return used - lateUsed;
    }

    long regularRefunded() {
        return refunded - lateRefunded;
    }

    boolean hasRegular() {
        return regularUsed() > 0 || regularRefunded() > 0;
    }

    boolean isEmpty() {
        return used == 0 && refunded == 0;
    }
}
