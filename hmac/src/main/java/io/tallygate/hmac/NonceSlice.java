package io.tallygate.hmac;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The requests that were created in a few consecutive seconds, as a set of fingerprints that only grows: open addressing
 * with linear probing (Knuth, The Art of Computer Programming, 6.4, algorithm L).
 *
 * <p>There are two places for each entry it is made for, and a walk ends after {@value #WALK}. At half load a walk of
 * that length does not happen (its chance is below 10<sup>-9</sup>); beyond, walks grow and more and more are refused,
 * until at the latest all places are taken. So a walk is short, whatever a flood does, and none of the entries is ever
 * given up for another.
 *
 * <p>Thread-safe and lock-free. A place is written once: from empty to a fingerprint, by compare-and-set. All who add one
 * fingerprint walk the same places in the same order, past the same taken ones, and meet at the first that is empty; one
 * takes it, the others see who did. So it is added once.
 */
final class NonceSlice {
    private static final int WALK = 128;
    private static final int PLACES_PER_ENTRY = 2;
    private static final long EMPTY = 0;

    private final long number;
    private final AtomicLongArray places;
    private final int walk;

    /**
     * An empty one.
     *
     * @param number which of all slices since 1970 it is
     * @param entries for how many; at least 1
     */
    NonceSlice(long number, int entries) {
        this.number = number;
        this.places = new AtomicLongArray(places(entries));
        this.walk = Math.min(WALK, places.length());
    }

    private static int places(int entries) {
        return Math.multiplyExact(PLACES_PER_ENTRY, entries);
    }

    /** What the places for so many entries take. */
    static long bytes(int entries) {
        return (long) Long.BYTES * places(entries);
    }

    long number() {
        return number;
    }

    /**
     * Adds a fingerprint, unless it is there.
     *
     * @param fingerprint evenly distributed; its upper half says where the walk begins
     */
    Remembered add(long fingerprint) {
        long wanted = fingerprint == EMPTY ? 1 : fingerprint;
        int place = (int) (((wanted >>> 32) * places.length()) >>> 32);
        for (int step = 0; step < walk; step++) {
            if (places.get(place) == EMPTY && places.compareAndSet(place, EMPTY, wanted)) {
                return Remembered.FRESH;
            }
            if (places.get(place) == wanted) {
                return Remembered.REPLAYED;
            }
            place = place + 1 == places.length() ? 0 : place + 1;
        }
        return Remembered.FULL;
    }
}
