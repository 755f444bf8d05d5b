package io.tallygate.hmac;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many entries of a {@link NonceRing} one key has, for each slice: so that who holds one key, and signs without end,
 * fills his part of the slices and not that of others. Lives with the proof of the key; takes 176 bytes.
 *
 * <p>Thread-safe and lock-free: for each place of the ring there is one word, the slice's number in the upper bits and the
 * count in the lower.
 */
final class KeyNonces {
    private static final int COUNT_BITS = 30;

    private final AtomicLongArray counts = new AtomicLongArray(RingPlan.SLICES);

    /**
     * Takes one entry of a slice. A request that is looked at has one until it is found to be there; so the last few may be
     * refused while others come again.
     *
     * @param most how many the key may have of it; below 2^30
     * @return whether there was one to be had; of a slice that another has taken the place of there is none
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
        long seen = counts.get(place);
        while (seen >>> COUNT_BITS == slice && !counts.compareAndSet(place, seen, seen - 1)) {
            seen = counts.get(place);
        }
    }
}
