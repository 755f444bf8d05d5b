package io.tallygate.hmac;

import io.tallygate.model.Denial;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When signatures are good, compared with the wall time.
 *
 * @param maxAge how old a request may be that is signed in its header
 * @param futureSkew how far the signer's clock may be ahead
 * @param longestUrl how long a pre-signed URL may be good; zero where there are none
 */
record SigV4Window(Duration maxAge, Duration futureSkew, Duration longestUrl) {
    static final SigV4Window STANDARD = new SigV4Window(Duration.ofMinutes(15), Duration.ofSeconds(30), Duration.ZERO);

    private static final Duration LEAST_AGE = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofMinutes(15);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int LONGEST_NUMBER = 6;

    SigV4Window withMaxAge(Duration other) {
        return new SigV4Window(other, futureSkew, longestUrl);
    }

    SigV4Window withFutureSkew(Duration other) {
        return new SigV4Window(maxAge, other, longestUrl);
    }

    SigV4Window withLongestUrl(Duration other) {
        return new SigV4Window(maxAge, futureSkew, other);
    }

    boolean takesUrls() {
        return !longestUrl.isZero();
    }

    /** The lifetime that a URL says, in seconds; 0 when it may not have it, or says none. */
    long lifetime(String text) {
        boolean number = !text.isEmpty() && text.length() <= LONGEST_NUMBER && text.charAt(0) != '0';
        for (int i = 0; number && i < text.length(); i++) {
            number = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        long seconds = number ? Long.parseLong(text) : 0;
        return seconds <= longestUrl.toSeconds() ? seconds : 0;
    }

    /** Why it is not the time; null when it is. */
    @Nullable
    Denial denial(PresentedSigV4 presented, long epochMillis) {
        long signedAt = presented.signedAt() * 1_000;
        boolean early = signedAt > epochMillis + futureSkew.toMillis();
        if (!presented.isUrl()) {
            return early || signedAt < epochMillis - maxAge.toMillis() ? Denial.CLOCK_SKEW : null;
        }
        if (early) {
            return Denial.NOT_YET_VALID;
        }
        return epochMillis >= presented.end() * 1_000 ? Denial.EXPIRED : null;
    }

    void addFaults(List<String> faults) {
        addFault(faults, "maxAge", maxAge, LEAST_AGE, MOST);
        addFault(faults, "clockSkew", futureSkew, Duration.ZERO, MOST);
        addFault(faults, "presignedUrls", longestUrl, Duration.ZERO, WEEK);
    }

    private static void addFault(List<String> faults, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add(name + " is " + value + "; set it in [" + least + ", " + most + "]");
        }
    }
}
