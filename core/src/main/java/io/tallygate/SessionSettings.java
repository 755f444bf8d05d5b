package io.tallygate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long an edge answers for a caller by itself, and for how many. Checked by {@link TallygateBuilder#build()}.
 *
 * @param sliding ends a session that was not used for so long, measured to the minute or to a 16th of it if that is
 *     shorter; [1 s, 365 days]
 * @param absolute ends a session so long after it began, used or not; [sliding, 365 days]
 * @param maxPerSubject sessions that one subject of an account may have; one more ends the one not used for longest;
 *     [1, 1,000]
 * @param maxTotal sessions on this edge; one more ends the one not used for longest among eight taken at random;
 *     [1, 10,000,000]
 * @param revalidateEvery how often the directory's records behind the sessions are read again, if it has no log of
 *     changes; [1 s, 1 day]
 */
public record SessionSettings(
        Duration sliding, Duration absolute, int maxPerSubject, int maxTotal, Duration revalidateEvery) {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** 24 h from the last use and 7 days in all; 8 of a subject and 100,000 in all; read again every minute. */
    public static SessionSettings standard() {
        return new SessionSettings(Duration.ofHours(24), Duration.ofDays(7), 8, 100_000, Duration.ofMinutes(1));
    }

    /** The same with another time from the last use. */
    public SessionSettings sliding(Duration idle) {
        return new SessionSettings(idle, absolute, maxPerSubject, maxTotal, revalidateEvery);
    }

    /** The same with another time from the beginning. */
    public SessionSettings absolute(Duration whole) {
        return new SessionSettings(sliding, whole, maxPerSubject, maxTotal, revalidateEvery);
    }

    /** The same with another bound for each subject. */
    public SessionSettings maxPerSubject(int sessions) {
        return new SessionSettings(sliding, absolute, sessions, maxTotal, revalidateEvery);
    }

    /** The same with another bound for the edge. */
    public SessionSettings maxTotal(int sessions) {
        return new SessionSettings(sliding, absolute, maxPerSubject, sessions, revalidateEvery);
    }

    /** The same, read again at another pace. */
    public SessionSettings revalidateEvery(Duration period) {
        return new SessionSettings(sliding, absolute, maxPerSubject, maxTotal, period);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Bounds.check(faults, "sessions.sliding", sliding, SHORTEST, LONGEST);
        Bounds.check(faults, "sessions.absolute", absolute, sliding, LONGEST);
        Bounds.check(faults, "sessions.maxPerSubject", maxPerSubject, 1, 1_000);
        Bounds.check(faults, "sessions.maxTotal", maxTotal, 1, 10_000_000);
        Bounds.check(faults, "sessions.revalidateEvery", revalidateEvery, SHORTEST, Duration.ofDays(1));
        return faults;
    }
}
