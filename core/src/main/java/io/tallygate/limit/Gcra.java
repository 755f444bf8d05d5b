package io.tallygate.limit;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What was taken of one {@link RateLimit}: a limiter whose whole state is one number.
 *
 * <p>The algorithm is GCRA (ITU-T Recommendation I.371, annex A) in its virtual scheduling form. Were all units evenly
 * spaced, the next one would arrive at the <em>theoretical arrival time</em>. Each unit taken moves that time on by one
 * interval; a pause lets the clock overtake it. A take is admitted as long as the theoretical arrival time does not run
 * ahead of the clock by more than the burst's worth of intervals. That is exactly a token bucket which is never
 * refilled by anybody: the passing of time refills it.
 *
 * <p><strong>Time</strong> is elapsed nanoseconds with the semantics of {@link System#nanoTime()}: any origin, may be
 * negative, may wrap, and is compared by subtraction only. The caller passes it in; a limiter never reads a clock. All
 * values given to one limiter must lie within 2^62 ns (146 years) of one another; they need not be in order, since an
 * older value only sees less refilled.
 *
 * <p>Lock-free and safe for use by several threads. Nothing here allocates, but the constructor: 40 bytes.
 */
public final class Gcra {
    /** The result of a take that was admitted. */
    public static final long ADMITTED = 0;

    /** The wait for more units than the burst holds: no pause is long enough. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The result of {@link #takeAll} when no limiter refused. */
    public static final int NONE = -1;

    private static final AtomicLongFieldUpdater<Gcra> ARRIVAL =
            AtomicLongFieldUpdater.newUpdater(Gcra.class, "arrival");

    private final RateLimit limit;
    private final long interval;
    private final long tolerance;

    /** The theoretical arrival time of the next unit, in elapsed nanoseconds. */
    private volatile long arrival;

    /**
     * A limiter nothing was taken of yet.
     *
     * @param nanos the elapsed time now
     */
    public Gcra(RateLimit limit, long nanos) {
        this.limit = limit;
        this.interval = limit.intervalNanos();
        this.tolerance = interval * limit.burst();
        // Full for long, so that a request which read the clock just before the limiter was made finds it full too.
        this.arrival = nanos - tolerance;
    }

    /** The limit this limiter keeps. */
    public RateLimit limit() {
        return limit;
    }

    /**
     * Takes the units if all of them are there, and otherwise changes nothing.
     *
     * @param units how many, at least 1
     * @param nanos the elapsed time now
     * @return {@link #ADMITTED}; or else how many nanoseconds later the same take would be admitted if nobody came
     *     between; or {@link #NEVER} if the units exceed the burst
     * @throws IllegalArgumentException if the units are below 1
     */
    public long take(long units, long nanos) {
        if (exceedsBurst(units)) {
            return NEVER;
        }
        long seen;
        long next;
        do {
            seen = arrival;
            next = nanos + ahead(seen, nanos) + units * interval;
            long wait = next - nanos - tolerance;
            if (wait > 0) {
                return wait;
            }
        } while (!ARRIVAL.compareAndSet(this, seen, next));
        return ADMITTED;
    }

    /**
     * What {@link #take} would return now; takes nothing.
     *
     * @throws IllegalArgumentException if the units are below 1
     */
    public long nanosToWait(long units, long nanos) {
        return exceedsBurst(units) ? NEVER : Math.max(ADMITTED, ahead(arrival, nanos) + units * interval - tolerance);
    }

    /**
     * Puts back units that were taken and not used. As in a bucket, what would make it more than full is lost; a limiter
     * never holds more than its burst.
     *
     * @param units how many, from 1 to the burst; never more than were taken
     * @throws IllegalArgumentException if the units are outside these bounds
     */
    public void giveBack(long units) {
        if (exceedsBurst(units)) {
            throw new IllegalArgumentException("units given back to rate limit \"" + limit.name() + "\" must be in [1, "
                    + limit.burst() + "], was " + units);
        }
        ARRIVAL.addAndGet(this, -units * interval);
    }

    /** How many units could be taken now: from 0 to the burst. */
    public long remaining(long nanos) {
        return Math.max(0, tolerance - ahead(arrival, nanos)) / interval;
    }

    /** How many nanoseconds from now the whole burst is there again, if nobody takes any; 0 if it is there. */
    public long nanosToReset(long nanos) {
        return ahead(arrival, nanos);
    }

    /**
     * Takes the units from each of the limiters, or from none.
     *
     * <p>All limiters are asked before the first is touched, so that a plain refusal leaves no trace. Only when another
     * thread takes the last units in between are units taken and put back: in that moment others may be refused units
     * that would have been there, and nobody is admitted who should not have been. The one exception is a thread held
     * up, between taking and putting back, for longer than the units take to come back by themselves: then up to that
     * many units more are admitted, once.
     *
     * @param limiters in any order, may be empty; the array is only read
     * @param units how many from each, at least 1
     * @param nanos the elapsed time now
     * @return {@link #NONE} if admitted; or else the index of the limiter that refused, the one with the longest wait.
     *     Its {@link #nanosToWait} says how long; after a lost race that may be 0, for "at once"
     * @throws IllegalArgumentException if the units are below 1
     */
    public static int takeAll(Gcra[] limiters, long units, long nanos) {
        int slowest = slowest(limiters, units, nanos);
        return slowest == NONE ? takeInTurn(limiters, units, nanos) : slowest;
    }

    /**
     * Puts back what {@link #takeAll} took.
     *
     * @throws IllegalArgumentException if the units are below 1 or more than a limiter's burst
     */
    public static void giveBackAll(Gcra[] limiters, long units) {
        giveBackFirst(limiters, limiters.length, units);
    }

    private static int slowest(Gcra[] limiters, long units, long nanos) {
        int slowest = NONE;
        long longest = ADMITTED;
        for (int i = 0; i < limiters.length; i++) {
            long wait = limiters[i].nanosToWait(units, nanos);
            if (wait > longest) {
                longest = wait;
                slowest = i;
            }
        }
        return slowest;
    }

    private static int takeInTurn(Gcra[] limiters, long units, long nanos) {
        for (int i = 0; i < limiters.length; i++) {
            if (limiters[i].take(units, nanos) != ADMITTED) {
                giveBackFirst(limiters, i, units);
                return i;
            }
        }
        return NONE;
    }

    private static void giveBackFirst(Gcra[] limiters, int count, long units) {
        for (int i = 0; i < count; i++) {
            limiters[i].giveBack(units);
        }
    }

    /** How far the arrival time runs ahead of the clock; 0 if the clock has overtaken it. */
    private static long ahead(long arrival, long nanos) {
        return Math.max(0, arrival - nanos);
    }

    private boolean exceedsBurst(long units) {
        if (units < 1) {
            throw new IllegalArgumentException(
                    "units of rate limit \"" + limit.name() + "\" must be at least 1, was " + units);
        }
        return units > limit.burst();
    }

    /** The limit's name and nothing that changes, for logs. */
    @Override
    public String toString() {
        return "Gcra[" + limit.name() + "]";
    }
}
