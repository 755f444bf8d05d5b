package io.tallygate.spi;

import java.util.function.LongSupplier;

/**
 * Wall time for those who know the elapsed time already. The clock is read once a millisecond of elapsed time, however
 * many ask: one of the two clock reads of a busy request is saved so. What is told was true within the last
 * millisecond, so a step of the clock, either way, is followed within one. Thread-safe; 32 bytes of garbage a
 * millisecond.
 */
final class WallTime {
    /** No finer than the clock itself. */
    private static final long GRAIN = 1_000_000;

    private final LongSupplier clock;
    private volatile Reading last;

    /** With a clock of milliseconds since 1970. */
    WallTime(LongSupplier clock, long nanos) {
        this.clock = clock;
        this.last = read(nanos);
    }

    /** Both in one object, so that no thread takes one reading's age for another's. */
    private record Reading(long nanos, long epochMillis) {}

    /** The wall time at an elapsed time that was read just now, or at most a millisecond before. */
    long at(long nanos) {
        Reading reading = last;
        if (nanos - reading.nanos >= GRAIN) {
            reading = read(nanos);
            last = reading;
        }
        return reading.epochMillis;
    }

    private Reading read(long nanos) {
        return new Reading(nanos, clock.getAsLong());
    }
}
