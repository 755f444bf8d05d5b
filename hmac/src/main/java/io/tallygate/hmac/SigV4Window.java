package io.tallygate.hmac;

import io.tallygate.model.Denial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When signatures are good.
 *
 * @param requests those that stand in a header field
 * @param longestUrl how long a pre-signed URL may be good; zero where there are none
 */
record SigV4Window(Window requests, Duration longestUrl) {
    /** A quarter of an hour, as AWS has it. */
    static final SigV4Window STANDARD =
            new SigV4Window(new Window(Duration.ofMinutes(15), Window.standard().futureSkew()), Duration.ZERO);

    /** The longest life of a URL, as AWS has it. */
    static final Duration WEEK = Duration.ofDays(7);

    private static final int LONGEST_NUMBER = 6;

    SigV4Window withMaxAge(Duration other) {
        return new SigV4Window(new Window(other, requests.futureSkew()), longestUrl);
    }

    SigV4Window withFutureSkew(Duration other) {
        return new SigV4Window(new Window(requests.maxAge(), other), longestUrl);
    }

    SigV4Window withLongestUrl(Duration other) {
        return new SigV4Window(requests, other);
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

    /** Why it is not the time; null when it is. The end of a URL is that of its entitlement, and not looked at here. */
    @Nullable
    Denial denial(PresentedSigV4 presented, long epochMillis) {
        if (presented.isUrl()) {
            boolean early = presented.notBefore() * 1_000
                    > epochMillis + requests.futureSkew().toMillis();
            return early ? Denial.NOT_YET_VALID : null;
        }
        SignatureFault fault = requests.fault(presented.signedAt(), SignatureParameters.ABSENT, epochMillis);
        return fault == null ? null : fault.denial();
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>(requests.faults());
        if (longestUrl.isNegative() || longestUrl.compareTo(WEEK) > 0) {
            faults.add("presignedUrls is " + longestUrl + "; set it in [" + Duration.ZERO + ", " + WEEK + "]");
        }
        return faults;
    }
}
