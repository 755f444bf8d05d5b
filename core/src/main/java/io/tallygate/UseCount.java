package io.tallygate;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Denial;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Network;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What requests leave of one credential's use, until it is taken. Thread-safe. A permitted request adds one to a number
 * and compares two times; only one that is looked at takes the lock.
 */
final class UseCount {
    private static final Denial[] DENIALS = Denial.values();
    private static final int PERMITS = DENIALS.length;

    private final long lookEvery;
    private final AtomicLongArray counts = new AtomicLongArray(PERMITS + 1);

    /** Those of the requests that were looked at since they were taken. Guarded by itself. */
    private final Map<Network, Long> networks = new HashMap<>();

    private volatile long looked;

    UseCount(long lookEvery) {
        this.lookEvery = lookEvery;
    }

    /** A session begins: its first request is looked at. */
    void begin(long nanos) {
        looked = nanos - lookEvery;
    }

    /** Whether a request is to be looked at. */
    boolean due(long nanos) {
        return nanos - looked >= lookEvery;
    }

    /** Looks at a request. */
    void look(@Nullable IpAddress client, long nanos) {
        looked = nanos;
        if (client == null) {
            return;
        }
        Network network = CredentialUse.networkOf(client);
        synchronized (networks) {
            if (networks.size() < CredentialUse.MAX_NETWORKS || networks.containsKey(network)) {
                networks.put(network, nanos);
            }
        }
    }

    void permitted() {
        counts.getAndIncrement(PERMITS);
    }

    void denied(Denial denial) {
        counts.getAndIncrement(denial.ordinal());
    }

    /** Whether no request has been looked at for so long, and so none has come for longer than that less one pause. */
    boolean idle(long nanos, long span) {
        return nanos - looked >= span;
    }

    /** What has come since the last time; null when nothing has. */
    @Nullable
    CredentialUse take(CredentialId id, long nanos, long epochMillis) {
        long permits = take(PERMITS);
        Map<Denial, Long> denials = new EnumMap<>(Denial.class);
        for (Denial denial : DENIALS) {
            long count = take(denial.ordinal());
            if (count > 0) {
                denials.put(denial, count);
            }
        }
        return permits == 0 && denials.isEmpty()
                ? null
                : new CredentialUse(
                        id, at(looked, nanos, epochMillis), permits, denials, takeNetworks(nanos, epochMillis));
    }

    private long take(int number) {
        return counts.get(number) == 0 ? 0 : counts.getAndSet(number, 0);
    }

    private Map<Network, Instant> takeNetworks(long nanos, long epochMillis) {
        Map<Network, Instant> taken = new HashMap<>();
        synchronized (networks) {
            networks.forEach((network, seen) -> taken.put(network, at(seen, nanos, epochMillis)));
            networks.clear();
        }
        return taken;
    }

    private static Instant at(long then, long nanos, long epochMillis) {
        return Instant.ofEpochMilli(epochMillis - (nanos - then) / 1_000_000);
    }
}
