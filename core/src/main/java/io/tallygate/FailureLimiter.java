package io.tallygate;

import io.tallygate.limit.Gcra;
import io.tallygate.limit.RateLimit;
import io.tallygate.model.Denial;
import io.tallygate.model.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often one address may fail to authenticate, and so how often it may guess, or make the centre be asked in
 * vain. An IPv6 address stands for its /64, which one customer usually has whole. At most {@value #MOST} addresses are
 * known at once; the one that failed longest ago makes room. Where the host knows no address there is no limit.
 * Thread-safe; the lock is held for a map access, and never on the way of a request with a session.
 */
final class FailureLimiter {
    static final int MOST = 65_536;

    /** The answer to a failure that was within the limit. */
    static final long WITHIN = Gcra.ADMITTED;

    private final RateLimit limit;
    private final Map<IpAddress, Gcra> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, Gcra> eldest) {
            return size() > MOST;
        }
    };

    FailureLimiter(RateLimit limit) {
        this.limit = limit;
    }

    /** Whether a denial means that somebody failed to authenticate, rather than not tried or not been allowed. */
    static boolean isFailure(Denial denial) {
        return switch (denial) {
            case AMBIGUOUS_CREDENTIAL,
                    MALFORMED_CREDENTIAL,
                    INVALID_CREDENTIAL,
                    EXPIRED,
                    REVOKED,
                    DISABLED,
                    CLOCK_SKEW,
                    REPLAYED -> true;
            default -> false;
        };
    }

    /** Counts a failure; {@link #WITHIN}, or the nanoseconds until the next would be. */
    long failed(@Nullable IpAddress peer, long nanos) {
        if (peer == null) {
            return WITHIN;
        }
        synchronized (peers) {
            return peers.computeIfAbsent(customer(peer), key -> new Gcra(limit, nanos))
                    .take(1, nanos);
        }
    }

    /** {@link #WITHIN}, or the nanoseconds until the address may fail again; counts nothing. */
    long blocked(@Nullable IpAddress peer, long nanos) {
        if (peer == null) {
            return WITHIN;
        }
        synchronized (peers) {
            Gcra gcra = peers.get(customer(peer));
            return gcra == null ? WITHIN : gcra.nanosToWait(1, nanos);
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
