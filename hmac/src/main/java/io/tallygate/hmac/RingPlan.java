package io.tallygate.hmac;

import java.time.Duration;

/**
 * How a {@link NonceRing} is cut.
 *
 * @param seconds of {@code created} that one slice holds
 * @param entries that one slice has room for at the least
 * @param perKey how many of them may be of one key
 */
record RingPlan(int seconds, int entries, int perKey) {
    /** The slices of a ring. A power of two, so that any second, even one before 1970, has its place by a mask. */
    static final int SLICES = 16;

    /**
     * A ring for requests whose {@code created} is within the window. However the window lies, no two of the slices that
     * it touches have the same place: it is at most fifteen slices long, and so touches at most sixteen.
     *
     * @param window from the oldest time that is accepted to the youngest; at most a day
     * @param capacity requests in a second
     * @param perKey the same of one key
     */
    static RingPlan of(Duration window, int capacity, int perKey) {
        int whole = Math.toIntExact(window.plusNanos(999_999_999).toSeconds());
        int seconds = Math.max(1, (whole + SLICES - 2) / (SLICES - 1));
        return new RingPlan(
                seconds,
                Math.multiplyExact(seconds, capacity),
                Math.multiplyExact(seconds, Math.min(perKey, capacity)));
    }

    /** The slice of that second. */
    long slice(long created) {
        return Math.floorDiv(created, (long) seconds);
    }

    /** The place of a slice in the ring. */
    static int place(long slice) {
        return (int) (slice & (SLICES - 1));
    }

    /** What a ring takes when every slice of it is in use. */
    long bytes() {
        return SLICES * NonceSlice.bytes(entries);
    }
}
