package io.tallygate.limit;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * So many permits per period, and how many of them may be taken at once.
 *
 * <p>Permits come back one by one, every {@link #interval()}, and never all together at the end of a period: with
 * {@code of("minute", 60, ofMinutes(1))} a caller who has taken all 60 gets the next one a second later. The interval is
 * rounded up to whole nanoseconds, so a limit is never looser than it says, and by less than 0.1 % stricter.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param name what clients see in the {@code RateLimit} header fields: a lower-case letter, then up to 31 of
 *     {@code a-z 0-9 _ . -}
 * @param permits units that come back in one period; at least one, and at most one for each microsecond of it
 * @param period from one millisecond to 366 days
 * @param burst units that may be taken at once after a pause: at least one, and no more than come back in 3,660 days
 */
public record RateLimit(String name, long permits, Duration period, long burst) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,31}");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final long NANOS_PER_MICRO = 1_000;

    /** Keeps every sum of a limiter below 2^60 ns, so that differences of elapsed times never overflow. */
    private static final long LONGEST_REFILL_NANOS = Duration.ofDays(3_660).toNanos();

    /** @throws IllegalArgumentException if a component is outside its bounds */
    public RateLimit {
        requireName(name);
        requirePeriod(name, period);
        requireIn(name, "permits", permits, period.toNanos() / NANOS_PER_MICRO);
        requireIn(name, "burst", burst, LONGEST_REFILL_NANOS / intervalNanos(permits, period));
    }

    /**
     * A limit whose burst is one period's permits.
     *
     * @throws IllegalArgumentException if an argument is outside its bounds
     */
    public static RateLimit of(String name, long permits, Duration period) {
        return new RateLimit(name, permits, period, permits);
    }

    /**
     * The same rate with another burst; a burst of 1 spaces all requests evenly.
     *
     * @throws IllegalArgumentException if the burst is outside its bounds
     */
    public RateLimit withBurst(long burst) {
        return new RateLimit(name, permits, period, burst);
    }

    /** The time after which one more permit is there: the period divided by the permits, rounded up. */
    public Duration interval() {
        return Duration.ofNanos(intervalNanos());
    }

    /** {@link #interval()} in nanoseconds, at least 1,000. */
    long intervalNanos() {
        return intervalNanos(permits, period);
    }

    private static long intervalNanos(long permits, Duration period) {
        return (period.toNanos() - 1) / permits + 1;
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a rate limit must match " + NAME + ", was \"" + name + "\"");
        }
    }

    private static void requirePeriod(String name, Duration period) {
        Objects.requireNonNull(period, "period");
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("period of rate limit \"" + name + "\" must be in [" + SHORTEST + ", "
                    + LONGEST + "], was " + period);
        }
    }

    private static void requireIn(String name, String what, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    what + " of rate limit \"" + name + "\" must be in [1, " + most + "], was " + value);
        }
    }
}
