package io.tallygate.testing;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tells whether an action takes the same time for two kinds of input, by Welch's t of how long it took. Its magnitude
 * stays below {@value #SUSPICIOUS} where there is no difference to be found; where there is, it grows with the root of the
 * number of runs (Reparaz, Balasch and Verbauwhede, Dude, is my code constant time?, 2017). A measurement is worth
 * something only beside one of inputs that are known to differ.
 */
public final class TimingComparison {
    /** From here on the two do not take the same time. */
    public static final double SUSPICIOUS = 4.5;

    /** What is slower than nine tenths of all runs was held up by the machine. */
    private static final double KEPT = 0.9;

    private TimingComparison() {}

    /**
     * Runs the action so often on each kind, by turns in an order of chance, so that what disturbs one disturbs the other.
     * What it is run on is made outside of the time that counts, and in an order of chance as well: what was made last is
     * nearest at hand.
     *
     * @param nanos elapsed time
     * @return Welch's t, negative where the action is faster on the first kind
     */
    public static <T> double of(
            Consumer<T> action,
            Supplier<T> one,
            Supplier<T> other,
            int times,
            LongSupplier nanos,
            RandomGenerator random) {
        long[] ones = new long[times];
        long[] others = new long[times];
        for (int i = 0; i < times; i++) {
            boolean madeFirst = random.nextBoolean();
            T early = (madeFirst ? one : other).get();
            T late = (madeFirst ? other : one).get();
            if (random.nextBoolean()) {
                (madeFirst ? ones : others)[i] = duration(action, early, nanos);
                (madeFirst ? others : ones)[i] = duration(action, late, nanos);
            } else {
                (madeFirst ? others : ones)[i] = duration(action, late, nanos);
                (madeFirst ? ones : others)[i] = duration(action, early, nanos);
            }
        }
        return of(ones, others);
    }

    private static <T> long duration(Consumer<T> action, T input, LongSupplier nanos) {
        long began = nanos.getAsLong();
        action.accept(input);
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
