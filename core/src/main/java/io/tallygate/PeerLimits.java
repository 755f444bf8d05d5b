package io.tallygate;

import io.tallygate.limit.Gcra;
import io.tallygate.limit.RateLimit;
import io.tallygate.model.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same limit for each address apart. An IPv6 address stands for its /64, which one customer usually has whole. At
 * most {@value #MOST} addresses are known at once, in about 9 MB; the one not asked for longest makes room, and begins
 * anew when it comes back. Thread-safe; the lock is held for a map access.
 */
final class PeerLimits {
    static final int MOST = 65_536;

    private final RateLimit limit;
    private final Map<IpAddress, Gcra> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, Gcra> eldest) {
            return size() > MOST;
        }
    };

    PeerLimits(RateLimit limit) {
        this.limit = limit;
    }

    /** The address's limiter; a full one if it is not known. */
    Gcra of(IpAddress peer, long nanos) {
        synchronized (peers) {
            return peers.computeIfAbsent(customer(peer), key -> new Gcra(limit, nanos));
        }
    }

    /** The address's limiter if it is known. */
    @Nullable
    Gcra known(IpAddress peer) {
        synchronized (peers) {
            return peers.get(customer(peer));
        }
    }

    int size() {
        synchronized (peers) {
            return peers.size();
        }
    }

    private static IpAddress customer(IpAddress peer) {
        return peer.isV4() ? peer : new IpAddress(peer.high(), 0);
    }
}
