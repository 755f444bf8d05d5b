package io.tallygate;

import io.tallygate.model.Anomaly;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Network;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What an edge knows of the ways of one credential. For one thread at a time. */
final class Habits {
    private static final double HALF_LIFE = Duration.ofDays(1).toNanos();

    private final long since;
    private final Set<Network> networks = new HashSet<>();
    private final Map<Anomaly.Kind, Long> told = new EnumMap<>(Anomaly.Kind.class);

    /** The most requests of an interval, as it was at {@link #peakedAt}. */
    private double peak;

    private long peakedAt;

    Habits(long nanos) {
        this.since = nanos;
    }

    boolean knownFor(long span, long nanos) {
        return nanos - since >= span;
    }

    boolean knowsAnyNetwork() {
        return !networks.isEmpty();
    }

    /**
     * Learns a network.
     *
     * @return whether it is new; none is to a credential that has come from so many that it is at home everywhere
     */
    boolean learn(Network network) {
        return networks.size() < CredentialUse.MAX_NETWORKS && networks.add(network);
    }

    /** The busiest interval, which fades by half each day. */
    double busiest(long nanos) {
        return peak * Math.pow(2, -(nanos - peakedAt) / HALF_LIFE);
    }

    void learn(long requests, long nanos) {
        if (requests >= busiest(nanos)) {
            peak = requests;
            peakedAt = nanos;
        }
    }

    /** Whether it may be told that it shows this kind of anomaly; then it is. */
    boolean tells(Anomaly.Kind kind, long quiet, long nanos) {
        Long last = told.get(kind);
        if (last != null && nanos - last < quiet) {
            return false;
        }
        told.put(kind, nanos);
        return true;
    }
}
