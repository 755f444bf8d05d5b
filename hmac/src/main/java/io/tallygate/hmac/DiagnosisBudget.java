package io.tallygate.hmac;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many signatures may be looked into: so many a second, and of each key one in an interval. Keys share
 * {@value #PLACES} places, so that made-up names take no memory; two at one place wait for each other. Thread-safe.
 */
final class DiagnosisBudget {
    private static final int PLACES = 1 << 10;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long step;
    private final long perKey;

    /** Up to where the time is used up; behind the present by as much as may still be taken at once. */
    private final AtomicLong usedTo;

    /** When each key's turn comes again. */
    private final AtomicLongArray turns = new AtomicLongArray(PLACES);

    /**
     * @param perSecond at least 1
     * @param nanos the present, in elapsed time
     */
    DiagnosisBudget(int perSecond, Duration perKey, long nanos) {
        this.step = SECOND / perSecond;
        this.perKey = perKey.toNanos();
        this.usedTo = new AtomicLong(nanos - SECOND);
        for (int i = 0; i < PLACES; i++) {
            turns.set(i, nanos);
        }
    }

    /** Whether one may be looked into now, which then is taken. */
    boolean take(String key, long nanos) {
        int place = Math.floorMod(key.hashCode(), PLACES);
        long turn = turns.get(place);
        return nanos - turn >= 0 && takeAny(nanos) && turns.compareAndSet(place, turn, nanos + perKey);
    }

    private boolean takeAny(long nanos) {
        while (true) {
            long used = usedTo.get();
            long to = (nanos - used > SECOND ? nanos - SECOND : used) + step;
            if (to - nanos > 0) {
                return false;
            }
            if (usedTo.compareAndSet(used, to)) {
                return true;
            }
        }
    }
}
