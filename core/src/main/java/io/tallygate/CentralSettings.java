package io.tallygate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of the centre's time an edge may take. Checked by {@link TallygateBuilder#build()}.
 *
 * @param timeout how long a request waits for a look-up, which goes on without it; [10 ms, 1 min]
 * @param maxConcurrent look-ups under way at once; what is beyond is answered 503 at once; [1, 1,000]
 * @param unknownAtLeast how long an unknown credential is remembered the first time; [0.1 s, unknownAtMost]
 * @param unknownAtMost the same after it kept being asked for: each time doubles it; [unknownAtLeast, 1 h]
 * @param maxUnknown how many are remembered; one more forgets the oldest; [1, 10,000,000]
 * @param perSecond look-ups that may begin in a second, and at once after a pause; what is beyond is answered 503 with the
 *     time to wait; [1, 1,000,000]
 * @param perPeerMinute the same for one caller's address in a minute; [1, 1,000,000]
 * @param youngShare the part of those in a second that may go to names which do not exist as far as is known, and are too
 *     young for that to be certain; [0.001, 1]
 */
public record CentralSettings(
        Duration timeout,
        int maxConcurrent,
        Duration unknownAtLeast,
        Duration unknownAtMost,
        int maxUnknown,
        int perSecond,
        int perPeerMinute,
        double youngShare) {
    /**
     * Two seconds, 32 at once, 1,000 in a second, a tenth of it for young names, and 600 in a minute for one address;
     * 10,000 unknown credentials are remembered for 5 to 30 seconds.
     */
    public static CentralSettings standard() {
        return new CentralSettings(
                Duration.ofSeconds(2), 32, Duration.ofSeconds(5), Duration.ofSeconds(30), 10_000, 1_000, 600, 0.1);
    }

    /** The same with another time limit. */
    public CentralSettings timeout(Duration wait) {
        return new CentralSettings(
                wait, maxConcurrent, unknownAtLeast, unknownAtMost, maxUnknown, perSecond, perPeerMinute, youngShare);
    }

    /** The same with another number of look-ups at once. */
    public CentralSettings maxConcurrent(int calls) {
        return new CentralSettings(
                timeout, calls, unknownAtLeast, unknownAtMost, maxUnknown, perSecond, perPeerMinute, youngShare);
    }

    /** The same, remembering unknown credentials for another time. */
    public CentralSettings rememberUnknown(Duration atLeast, Duration atMost) {
        return new CentralSettings(
                timeout, maxConcurrent, atLeast, atMost, maxUnknown, perSecond, perPeerMinute, youngShare);
    }

    /** The same, remembering another number of unknown credentials. */
    public CentralSettings maxUnknown(int credentials) {
        return new CentralSettings(
                timeout,
                maxConcurrent,
                unknownAtLeast,
                unknownAtMost,
                credentials,
                perSecond,
                perPeerMinute,
                youngShare);
    }

    /** The same with another budget of look-ups in all. */
    public CentralSettings perSecond(int calls) {
        return new CentralSettings(
                timeout, maxConcurrent, unknownAtLeast, unknownAtMost, maxUnknown, calls, perPeerMinute, youngShare);
    }

    /** The same with another budget for one address. */
    public CentralSettings perPeerMinute(int calls) {
        return new CentralSettings(
                timeout, maxConcurrent, unknownAtLeast, unknownAtMost, maxUnknown, perSecond, calls, youngShare);
    }

    /** The same with another part of the budget for young names. */
    public CentralSettings youngShare(double part) {
        return new CentralSettings(
                timeout, maxConcurrent, unknownAtLeast, unknownAtMost, maxUnknown, perSecond, perPeerMinute, part);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Bounds.check(faults, "central.timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
        Bounds.check(faults, "central.maxConcurrent", maxConcurrent, 1, 1_000);
        Bounds.check(faults, "central.unknownAtLeast", unknownAtLeast, Duration.ofMillis(100), unknownAtMost);
        Bounds.check(faults, "central.unknownAtMost", unknownAtMost, unknownAtLeast, Duration.ofHours(1));
        Bounds.check(faults, "central.maxUnknown", maxUnknown, 1, 10_000_000);
        Bounds.check(faults, "central.perSecond", perSecond, 1, 1_000_000);
        Bounds.check(faults, "central.perPeerMinute", perPeerMinute, 1, 1_000_000);
        Bounds.check(faults, "central.youngShare", youngShare, 0.001, 1);
        return faults;
    }
}
