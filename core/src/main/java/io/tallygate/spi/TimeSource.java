package io.tallygate.spi;

/**
 * The only clock there is. Wall time names windows and ends; elapsed time measures deadlines and waits, and never
 * jumps. Thread-safe.
 */
public interface TimeSource {
    /** Wall time in milliseconds since 1970-01-01T00:00Z. May jump either way. */
    long epochMillis();

    /**
     * The wall time, for who has just read the elapsed time. It may be one that was true at most a millisecond before;
     * on the hot path that is cheaper than reading a second clock.
     *
     * @param nanos what {@link #nanos()} said just now
     */
    default long epochMillis(long nanos) {
        return epochMillis();
    }

    /** Elapsed time in nanoseconds from an arbitrary origin. Compare by subtraction only. */
    long nanos();

    /** The clocks of this process. */
    static TimeSource system() {
        return new SystemTime();
    }
}
