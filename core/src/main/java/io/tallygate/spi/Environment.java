package io.tallygate.spi;

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

    /** Randomness that nobody can predict, from this machine. */
    public static RandomGenerator systemRandomness() {
        return SystemRandomness.INSTANCE;
    }
}
