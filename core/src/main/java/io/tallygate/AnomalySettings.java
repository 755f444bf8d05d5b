package io.tallygate;

import io.tallygate.model.Anomaly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * When the use of a credential is unlike before, as each edge knows it by itself, and whether the credential is suspended
 * then. Counts are those of one interval of the monitor; of a longer one, when the machine was busy, they are scaled.
 * Checked by {@link TallygateBuilder#build()}.
 *
 * <p>A wrong secret or signature proves no credential and counts for none, so nobody can have another's suspended by
 * guessing. Whoever has got hold of a credential, or can repeat what its owner signed, can.
 *
 * @param learning how long an edge gets to know a credential before its networks and its rate are judged; one that has
 *     not been used for as long as a session slides is forgotten; [0, 30 d]
 * @param rateFactor a rate jump is more than so many times the busiest interval known, which fades by half each day;
 *     [2, 1,000]
 * @param rateAtLeast and more than so many requests; [1, 1,000,000,000]
 * @param failures a burst is so many failures; [1, 1,000,000,000]
 * @param outOfScope attempts are so many; [1, 1,000,000,000]
 * @param quiet how long the same is not told again of a credential; [0, 30 d]
 * @param suspending kinds of anomalies that suspend the credential
 * @param suspendedFor how long an edge then refuses it by itself, to the end of the interval; [1 s, 30 d]
 */
public record AnomalySettings(
        Duration learning,
        int rateFactor,
        long rateAtLeast,
        long failures,
        long outOfScope,
        Duration quiet,
        Set<Anomaly.Kind> suspending,
        Duration suspendedFor) {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final long MOST = 1_000_000_000;

    /** Copies the set. */
    public AnomalySettings {
        suspending = Set.copyOf(suspending);
    }

    /**
     * Learns for a day; five times the busiest, and more than 600; 20 failures; 20 attempts out of scope; told hourly.
     * Suspends nothing; would for 15 minutes.
     */
    public static AnomalySettings standard() {
        return new AnomalySettings(
                Duration.ofDays(1), 5, 600, 20, 20, Duration.ofHours(1), Set.of(), Duration.ofMinutes(15));
    }

    /** The same, learning for another time. */
    public AnomalySettings learning(Duration time) {
        return new AnomalySettings(
                time, rateFactor, rateAtLeast, failures, outOfScope, quiet, suspending, suspendedFor);
    }

    /** The same with other rate jumps. */
    public AnomalySettings rate(int factor, long atLeast) {
        return new AnomalySettings(learning, factor, atLeast, failures, outOfScope, quiet, suspending, suspendedFor);
    }

    /** The same with other bursts of failures. */
    public AnomalySettings failures(long burst) {
        return new AnomalySettings(
                learning, rateFactor, rateAtLeast, burst, outOfScope, quiet, suspending, suspendedFor);
    }

    /** The same with another number of attempts out of scope. */
    public AnomalySettings outOfScope(long attempts) {
        return new AnomalySettings(
                learning, rateFactor, rateAtLeast, failures, attempts, quiet, suspending, suspendedFor);
    }

    /** The same, telling again after another time. */
    public AnomalySettings quiet(Duration time) {
        return new AnomalySettings(
                learning, rateFactor, rateAtLeast, failures, outOfScope, time, suspending, suspendedFor);
    }

    /** The same, suspending what shows one of these kinds, for so long on each edge that sees it. */
    public AnomalySettings suspend(Duration time, Anomaly.Kind... kinds) {
        Set<Anomaly.Kind> all = EnumSet.noneOf(Anomaly.Kind.class);
        all.addAll(Arrays.asList(kinds));
        return new AnomalySettings(learning, rateFactor, rateAtLeast, failures, outOfScope, quiet, all, time);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Bounds.check(faults, "anomalies.learning", learning, Duration.ZERO, LONGEST);
        Bounds.check(faults, "anomalies.rateFactor", rateFactor, 2, 1_000);
        Bounds.check(faults, "anomalies.rateAtLeast", rateAtLeast, 1, MOST);
        Bounds.check(faults, "anomalies.failures", failures, 1, MOST);
        Bounds.check(faults, "anomalies.outOfScope", outOfScope, 1, MOST);
        Bounds.check(faults, "anomalies.quiet", quiet, Duration.ZERO, LONGEST);
        Bounds.check(faults, "anomalies.suspendedFor", suspendedFor, Duration.ofSeconds(1), LONGEST);
        return faults;
    }
}
