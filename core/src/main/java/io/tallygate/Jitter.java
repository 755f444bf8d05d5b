package io.tallygate;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses of chance, so that edges that start or fail together do not ask the centre together ever after. */
final class Jitter {
    private Jitter() {}

    /** From half of a time to all of it, each as likely as any other. */
    static Duration within(Duration most, RandomGenerator random) {
        long nanos = most.toNanos();
        long half = nanos / 2;
        return Duration.ofNanos(nanos - (random.nextLong() >>> 1) % (half + 1));
    }
}
