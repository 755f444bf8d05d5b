package io.tallygate.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a gate hands to each part it opens: one time, one source of randomness, one place for background work, one
 * listener and, when there is one, the directory. Parts take these from here and nowhere else.
 *
 * @param time all time
 * @param random unpredictable unless a test says otherwise; thread-safe
 * @param background all threads
 * @param listener who is told
 * @param directory the centre's directory
 */
public record Environment(
        TimeSource time,
        RandomGenerator random,
        Background background,
        Listener listener,
        Optional<Directory> directory) {
    /** The same with another directory. */
    public Environment with(Directory other) {
        return new Environment(time, random, background, listener, Optional.of(other));
    }

    /**
     * From half of a time to all of it, each as likely as any other: so that edges that start or fail together do not ask
     * the centre, or write to a disk that they share, together ever after.
     *
     * @throws IllegalArgumentException when the time is negative
     */
    public Duration sometimeWithin(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("a time to wait must not be negative, was " + most);
        }
        long nanos = most.toNanos();
        long half = nanos / 2;
        return Duration.ofNanos(nanos - (random.nextLong() >>> 1) % (half + 1));
    }

    /** Randomness that nobody can predict, from this machine. */
    public static RandomGenerator systemRandomness() {
        return SystemRandomness.INSTANCE;
    }
}
