package io.tallygate.spi;

/**
 * The only clock there is. Wall time names windows and ends; elapsed time measures deadlines and waits, and never
 * jumps. Thread-safe.
 */
public interface TimeSource {
    /** Wall time in milliseconds since 1970-01-01T00:00Z. May jump either way. */
    long epochMillis();

    /** Elapsed time in nanoseconds from an arbitrary origin. Compare by subtraction only. */
    long nanos();

    /** The clocks of this process. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
