package io.tallygate;

import io.tallygate.limit.Gcra;
import io.tallygate.limit.RateLimit;
import io.tallygate.model.IpAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many central look-ups may begin: for one caller's address, and in all. Who is over either takes of neither. In any
 * time t no more than one minute's or second's calls and those of t begin. Where the host knows no address there is no
 * limit for one. Thread-safe.
 */
final class LookUpBudget {
    /** The answer to a look-up that may begin. */
    static final long WITHIN = Gcra.ADMITTED;

    private final PeerLimits peers;
    private final Gcra total;

    LookUpBudget(CentralSettings settings, long nanos) {
        this.peers = new PeerLimits(RateLimit.of("peer", settings.perPeerMinute(), Duration.ofMinutes(1)));
        this.total = new Gcra(RateLimit.of("total", settings.perSecond(), Duration.ofSeconds(1)), nanos);
    }

    /** Takes one look-up; {@link #WITHIN}, or the nanoseconds until one would be. */
    long take(@Nullable IpAddress peer, long nanos) {
        Gcra[] limiters = peer == null ? new Gcra[] {total} : new Gcra[] {peers.of(peer, nanos), total};
        int refusing = Gcra.takeAll(limiters, 1, nanos);
        return refusing == Gcra.NONE ? WITHIN : Math.max(1, limiters[refusing].nanosToWait(1, nanos));
    }
}
