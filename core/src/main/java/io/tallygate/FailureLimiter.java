package io.tallygate;

import io.tallygate.limit.Gcra;
import io.tallygate.limit.RateLimit;
import io.tallygate.model.Denial;
import io.tallygate.model.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often one address may fail to authenticate, and so how often it may guess, or make the centre be asked in
 * vain. Where the host knows no address there is no limit. Thread-safe; never on the way of a request with a session.
 */
final class FailureLimiter {
    /** The answer to a failure that was within the limit. */
    static final long WITHIN = Gcra.ADMITTED;

    private final PeerLimits peers;

    FailureLimiter(RateLimit limit) {
        this.peers = new PeerLimits(limit);
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
                    NOT_YET_VALID,
                    INCOMPLETE_SIGNATURE,
                    REPLAYED -> true;
            default -> false;
        };
    }

    /** Counts a failure; {@link #WITHIN}, or the nanoseconds until the next would be. */
    long failed(@Nullable IpAddress peer, long nanos) {
        return peer == null ? WITHIN : peers.of(peer, nanos).take(1, nanos);
    }

    /** {@link #WITHIN}, or the nanoseconds until the address may fail again; counts nothing. */
    long blocked(@Nullable IpAddress peer, long nanos) {
        Gcra limiter = peer == null ? null : peers.known(peer);
        return limiter == null ? WITHIN : limiter.nanosToWait(1, nanos);
    }
}
