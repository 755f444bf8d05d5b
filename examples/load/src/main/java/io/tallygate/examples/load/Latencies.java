package io.tallygate.examples.load;

/** Durations in buckets that are one in a hundred wide, so that millions of them take no memory. For one thread at a time. */
final class Latencies {
    private static final double WIDTH = Math.log(1.01);

    private final long[] buckets = new long[(int) (Math.log(Long.MAX_VALUE) / WIDTH) + 1];
    private long count;

    void add(long nanos) {
        buckets[(int) (Math.log(Math.max(1, nanos)) / WIDTH)]++;
        count++;
    }

    /** The duration in nanoseconds that this part of all do not exceed, to one in a hundred. */
    double quantile(double part) {
        long left = (long) Math.ceil(part * count);
        int bucket = 0;
        while (bucket < buckets.length - 1 && left > buckets[bucket]) {
            left -= buckets[bucket];
            bucket++;
        }
        return Math.exp((bucket + 1) * WIDTH);
    }
}
