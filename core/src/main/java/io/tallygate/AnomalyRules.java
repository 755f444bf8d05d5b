package io.tallygate;

import io.tallygate.model.Anomaly;
import io.tallygate.model.Anomaly.Kind;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Denial;
import io.tallygate.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what is unlike before in one interval of a credential's use, and learns from it. */
final class AnomalyRules {
    private final AnomalySettings settings;
    private final long learning;
    private final long quiet;

    AnomalyRules(AnomalySettings settings) {
        this.settings = settings;
        this.learning = settings.learning().toNanos();
        this.quiet = settings.quiet().toNanos();
    }

    boolean suspends(Kind kind) {
        return settings.suspending().contains(kind);
    }

    /**
     * Judges an interval.
     *
     * @param scale what its counts are multiplied by, because it was longer than meant; in (0, 1]
     */
    List<Finding> judge(Habits habits, CredentialUse use, double scale, long nanos) {
        List<Finding> found = new ArrayList<>();
        boolean known = habits.knownFor(learning, nanos);
        newNetworks(habits, use, known, found);
        rateJump(habits, scaled(use.permits() + use.denied(), scale), known, nanos, found);
        burst(Kind.FAILURE_BURST, count(use, FailureLimiter::isFailure, scale), settings.failures(), found);
        burst(Kind.OUT_OF_SCOPE, count(use, AnomalyRules::isOutOfScope, scale), settings.outOfScope(), found);
        found.removeIf(finding -> !tells(habits, finding.kind(), nanos));
        return found;
    }

    /** A credential that is known by no network yet has no new one. */
    private static void newNetworks(Habits habits, CredentialUse use, boolean known, List<Finding> found) {
        boolean judged = known && habits.knowsAnyNetwork();
        for (Network network : use.networks().keySet()) {
            if (habits.learn(network) && judged) {
                found.add(new Finding(Kind.NEW_NETWORK, 1, 0, network));
            }
        }
    }

    /** What suspends is not learned: else whoever keeps it up would be let through when the suspension ends. */
    private void rateJump(Habits habits, long requests, boolean known, long nanos, List<Finding> found) {
        long most = Math.max(settings.rateAtLeast(), (long) (settings.rateFactor() * habits.busiest(nanos)));
        boolean jump = known && requests > most;
        if (jump) {
            found.add(new Finding(Kind.RATE_JUMP, requests, most, null));
        }
        if (!jump || !suspends(Kind.RATE_JUMP)) {
            habits.learn(requests, nanos);
        }
    }

    private static void burst(Kind kind, long seen, long least, List<Finding> found) {
        if (seen >= least) {
            found.add(new Finding(kind, seen, least - 1, null));
        }
    }

    private static boolean isOutOfScope(Denial denial) {
        return denial == Denial.INSUFFICIENT_SCOPE
                || denial == Denial.NETWORK_NOT_ALLOWED
                || denial == Denial.RESTRICTED;
    }

    private static long count(CredentialUse use, Predicate<Denial> which, double scale) {
        long all = use.denials().entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return scaled(all, scale);
    }

    private static long scaled(long count, double scale) {
        return Math.round(count * scale);
    }

    /** A network is told once anyway; and what suspends is told each time, because it does so each time. */
    private boolean tells(Habits habits, Kind kind, long nanos) {
        return kind == Kind.NEW_NETWORK || habits.tells(kind, suspends(kind) ? 0 : quiet, nanos);
    }

    /** An anomaly of whoever is judged, as {@link Anomaly} says. */
    record Finding(
            Kind kind, long seen, long most, @Nullable Network network) {}
}
