package io.tallygate;

import java.time.Duration;

/**
 * The spans of a session in nanoseconds.
 *
 * @param grain how exactly the last use is known: a minute, or a 16th of the sliding time if that is shorter
 */
record SessionTimes(long sliding, long absolute, long grain) {
    private static final long COARSEST = Duration.ofMinutes(1).toNanos();

    static SessionTimes of(SessionSettings settings) {
        long sliding = settings.sliding().toNanos();
        return new SessionTimes(sliding, settings.absolute().toNanos(), Math.min(COARSEST, sliding / 16));
    }
}
