package io.tallygate.hmac;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many entries of a {@link NonceRing} one key has, for each slice: so that who holds one key, and signs without end,
 * fills his part of the slices and not that of others. Lives with the proof of the key. Takes 144 bytes.
 *
 * <p>Thread-safe and lock-free: for each place of the ring there is one word, the slice's number in the upper bits and the
 * count in the lower.
 */
final class KeyNonces {
    private static final int COUNT_BITS = 30;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray counts = new AtomicLongArray(RingPlan.SLICES);

    /**
     * Takes one entry of a slice.
     *
     * @param most how many the key may have of it; below 2^30
     * @return whether there was one to be had; none is of a slice that others have taken the place of
     */
    boolean take(long slice, int most) {
        int place = RingPlan.place(slice);
        long none = slice << COUNT_BITS;
        long seen;
        long before;
        do {
            seen = counts.get(place);
            before = Math.max(seen, none);
            if (before - none >= most) {
                return false;
            }
        } while (!counts.compareAndSet(place, seen, before + 1));
        return true;
    }

    /** Gives back one that was taken and not used. */
    void giveBack(long slice) {
        int place = RingPlan.place(slice);
        long seen;
        do {
            seen = counts.get(place);
        } while (seen >>> COUNT_BITS == slice
                && (seen & COUNT_MASK) > 0
                && !counts.compareAndSet(place, seen, seen - 1));
    }
}
