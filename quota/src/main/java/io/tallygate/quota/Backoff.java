package io.tallygate.quota;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait between rounds. After failures with full jitter, so that edges do not come back together. */
record Backoff(Duration period, RandomGenerator random) {
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();
    private static final int MOST_DOUBLINGS = 10;

    /** How long until the next round after so many failures in a row. */
    Duration pause(int failures) {
        long nanos = period.toNanos();
        if (failures == 0) {
            return Duration.ofNanos(nanos - nanos / 10 + random.nextLong(nanos / 5 + 1));
        }
        long most = Math.min(Math.max(nanos, LONGEST), nanos << Math.min(failures, MOST_DOUBLINGS));
        return Duration.ofNanos(nanos / 10 + random.nextLong(most));
    }
}
