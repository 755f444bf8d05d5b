package io.tallygate;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * A set of 64-bit fingerprints in little memory, that may hold more than was added and never less: a Bloom filter
 * (Burton H. Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, 1970). Thread-safe, without locks.
 */
final class CredentialFilter {
    /** So many false positives are to be found; the standard error of what is measured is then 3 %. */
    private static final int HITS = 1_000;

    private static final int MOST_PROBES = 1_000_000;
    private static final double LN_2 = Math.log(2);

    private final long capacity;
    private final double configured;
    private final BloomFilter<Long> bits;
    private final AtomicLong removed = new AtomicLong();
    private volatile double measured;
    private volatile long heldWhenMeasured = -1;

    CredentialFilter(long capacity, double falsePositives) {
        this.capacity = capacity;
        this.configured = falsePositives;
        this.bits = BloomFilter.create(Funnels.longFunnel(), capacity, falsePositives);
    }

    /** Adds a fingerprint; again is the same as once. */
    void add(long fingerprint) {
        bits.put(fingerprint);
    }

    /** One that was added is not needed any more. It stays, as nothing can be taken out, but is counted. */
    void remove() {
        removed.incrementAndGet();
    }

    /** Whether it was added, or looks so. */
    boolean mayHold(long fingerprint) {
        return bits.mightContain(fingerprint);
    }

    /** How many are in it, by an estimate from its bits; the greatest number if they tell no more. */
    long held() {
        return bits.expectedFpp() < 1 ? bits.approximateElementCount() : Long.MAX_VALUE;
    }

    long capacity() {
        return capacity;
    }

    /** Whether more than a quarter of what it holds is not needed any more. */
    boolean stale() {
        return removed.get() > held() / 4;
    }

    /**
     * How it is now. Looks for false positives if it has changed since that was done last.
     *
     * @param probes give fingerprints that were not added, by number
     * @param refused what is known besides
     */
    FilterStatus status(LongUnaryOperator probes, long refused) {
        long now = held();
        if (now != heldWhenMeasured) {
            measured = measured(probes, (int) Math.min(MOST_PROBES, HITS / configured));
            heldWhenMeasured = now;
        }
        return new FilterStatus(true, now, capacity, bytes(), configured, bits.expectedFpp(), measured, refused);
    }

    private double measured(LongUnaryOperator probes, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += mayHold(probes.applyAsLong(i)) ? 1 : 0;
        }
        return (double) found / count;
    }

    /** The optimum of the paper, which the library keeps to: the logarithm's bits for each, in whole words. */
    private long bytes() {
        double needed = -capacity * Math.log(configured) / (LN_2 * LN_2);
        return ((long) needed + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    }
}
