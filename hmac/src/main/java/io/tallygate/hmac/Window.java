package io.tallygate.hmac;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a signature is good: from the second it was made in, for so long. Whether it is asked only of one whose code has
 * passed, since it tells how the clocks differ.
 *
 * @param maxAge how old it may be
 * @param futureSkew by how much its maker's clock may be ahead
 */
record Window(Duration maxAge, Duration futureSkew) {
    private static final Window STANDARD = new Window(Duration.ofMinutes(5), Duration.ofSeconds(30));
    private static final Duration LEAST_AGE = Duration.ofSeconds(1);
    private static final Duration MOST_AGE = Duration.ofHours(1);
    private static final Duration MOST_SKEW = Duration.ofMinutes(10);

    Window {
        Objects.requireNonNull(maxAge, "maxAge");
        Objects.requireNonNull(futureSkew, "futureSkew");
    }

    /** Five minutes, and half a minute ahead. */
    static Window standard() {
        return STANDARD;
    }

    /**
     * Why it is not good; null when it is.
     *
     * @param created seconds since 1970
     * @param expires likewise, or {@link SignatureParameters#ABSENT}: the first second in which it is good no more
     */
    @Nullable
    SignatureFault fault(long created, long expires, long epochMillis) {
        if (created * 1_000 > epochMillis + futureSkew.toMillis()) {
            return SignatureFault.TOO_NEW;
        }
        if (created * 1_000 + maxAge.toMillis() < epochMillis) {
            return SignatureFault.TOO_OLD;
        }
        return ended(expires, epochMillis) ? SignatureFault.EXPIRED : null;
    }

    static boolean ended(long expires, long epochMillis) {
        return expires != SignatureParameters.ABSENT && expires * 1_000 <= epochMillis;
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        check(faults, "maxAge", maxAge, LEAST_AGE, MOST_AGE);
        check(faults, "futureSkew", futureSkew, Duration.ZERO, MOST_SKEW);
        return faults;
    }

    private static void check(List<String> faults, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add(name + " is " + value + "; set it in [" + least + ", " + most + "]");
        }
    }
}
