package io.tallygate.contract;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Tells whether two actions take the same time, by Welch's t of how long their runs took. Its magnitude stays below
 * {@value #SUSPICIOUS} where there is no difference to be found; where there is, it grows with the root of the number of
 * runs (Reparaz, Balasch and Verbauwhede, Dude, is my code constant time?, 2017). A measurement is worth something only
 * beside one of two actions that are known to differ.
 */
public final class TimingComparison {
    /** From here on the two do not take the same time. */
    public static final double SUSPICIOUS = 4.5;

    /** What is slower than nine tenths of all runs was held up by the machine. */
    private static final double KEPT = 0.9;

    private TimingComparison() {}

    /**
     * Runs both so often, by turns in an order of chance, so that what disturbs one disturbs the other.
     *
     * @param nanos elapsed time
     * @return Welch's t, negative where the first is the faster
     */
    public static double of(Runnable one, Runnable other, int times, LongSupplier nanos, RandomGenerator random) {
        long[] ones = new long[times];
        long[] others = new long[times];
        for (int i = 0; i < times; i++) {
            if (random.nextBoolean()) {
                ones[i] = duration(one, nanos);
                others[i] = duration(other, nanos);
            } else {
                others[i] = duration(other, nanos);
                ones[i] = duration(one, nanos);
            }
        }
        return of(ones, others);
    }

    private static long duration(Runnable action, LongSupplier nanos) {
        long began = nanos.getAsLong();
        action.run();
        return nanos.getAsLong() - began;
    }

    /** The same of durations that were measured elsewhere. */
    public static double of(long[] ones, long[] others) {
        long longest = longest(ones, others);
        Sample one = Sample.of(ones, longest);
        Sample other = Sample.of(others, longest);
        return (one.mean - other.mean) / Math.sqrt(one.meanVariance() + other.meanVariance());
    }

    private static long longest(long[] ones, long[] others) {
        long[] all = Arrays.copyOf(ones, ones.length + others.length);
        System.arraycopy(others, 0, all, ones.length, others.length);
        Arrays.sort(all);
        return all[(int) ((all.length - 1) * KEPT)];
    }

    private record Sample(long count, double mean, double variance) {
        static Sample of(long[] durations, long longest) {
            double[] kept = Arrays.stream(durations)
                    .filter(duration -> duration <= longest)
                    .asDoubleStream()
                    .toArray();
            double mean = Arrays.stream(kept).average().orElseThrow();
            double squares = Arrays.stream(kept)
                    .map(duration -> (duration - mean) * (duration - mean))
                    .sum();
            return new Sample(kept.length, mean, squares / (kept.length - 1));
        }

        double meanVariance() {
            return variance / count;
        }
    }
}
