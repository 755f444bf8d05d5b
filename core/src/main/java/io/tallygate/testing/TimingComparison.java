package io.tallygate.testing;

import java.util.Arrays;
import java.util.List;
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

    /** Which kind is made first, and on which the action is run first. */
    private static final int ORDERS = 2 * 2;

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
        return Durations.measured(action, one, other, times, nanos, random).t();
    }

    /**
     * By how many nanoseconds the action takes longer on the first kind, in the mean, of what {@link #of} measures.
     *
     * @param nanos elapsed time
     */
    public static <T> double difference(
            Consumer<T> action,
            Supplier<T> one,
            Supplier<T> other,
            int times,
            LongSupplier nanos,
            RandomGenerator random) {
        return Durations.measured(action, one, other, times, nanos, random).difference();
    }

    /**
     * Whether differences that were measured at several places are one of kinds. Where in memory the things of one place lie
     * takes nanoseconds of its own, for each kind others, which enough runs at that place find out; so the runs are
     * taken together to one difference, and places are what is counted.
     *
     * @param differences one of each place, at least two
     * @return Student's t of their mean, which is as {@link #of} has it
     */
    public static double ofPlaces(double... differences) {
        Sample places = Sample.of(differences);
        return places.mean / Math.sqrt(places.meanVariance());
    }

    private record Durations(long[] ones, long[] others) {
        /**
         * The kinds are told apart by an index and by no branch, as compilers would make code of its own for each; by
         * which, is of chance, since what comes first in memory or in the code may take a nanosecond more.
         */
        static <T> Durations measured(
                Consumer<T> action,
                Supplier<T> one,
                Supplier<T> other,
                int times,
                LongSupplier nanos,
                RandomGenerator random) {
            boolean turned = random.nextBoolean();
            List<Supplier<T>> kinds = turned ? List.of(other, one) : List.of(one, other);
            List<T> inputs = Arrays.asList(one.get(), other.get());
            long[][] durations = new long[2][times];
            int order = 0;
            for (int i = 0; i < times; i++) {
                order = i % ORDERS == 0 ? random.nextInt(ORDERS) : (order + 1) % ORDERS;
                int made = order / 2;
                int run = order % 2;
                inputs.set(made, kinds.get(made).get());
                inputs.set(1 - made, kinds.get(1 - made).get());
                durations[run][i] = duration(action, inputs.get(run), nanos);
                durations[1 - run][i] = duration(action, inputs.get(1 - run), nanos);
            }
            return turned ? new Durations(durations[1], durations[0]) : new Durations(durations[0], durations[1]);
        }

        double t() {
            Sample one = kept(ones);
            Sample other = kept(others);
            return (one.mean - other.mean) / Math.sqrt(one.meanVariance() + other.meanVariance());
        }

        double difference() {
            return kept(ones).mean - kept(others).mean;
        }

        private Sample kept(long[] durations) {
            long longest = longest();
            return Sample.of(Arrays.stream(durations)
                    .filter(duration -> duration <= longest)
                    .asDoubleStream()
                    .toArray());
        }

        private long longest() {
            long[] all = Arrays.copyOf(ones, ones.length + others.length);
            System.arraycopy(others, 0, all, ones.length, others.length);
            Arrays.sort(all);
            return all[(int) ((all.length - 1) * KEPT)];
        }
    }

    private static <T> long duration(Consumer<T> action, T input, LongSupplier nanos) {
        long began = nanos.getAsLong();
        action.accept(input);
        return nanos.getAsLong() - began;
    }

    /** The same of durations that were measured elsewhere. */
    public static double of(long[] ones, long[] others) {
        return new Durations(ones, others).t();
    }

    private record Sample(long count, double mean, double variance) {
        static Sample of(double[] values) {
            double mean = Arrays.stream(values).average().orElseThrow();
            double squares = Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            return new Sample(values.length, mean, squares / (values.length - 1));
        }

        double meanVariance() {
            return variance / count;
        }
    }
}
