package io.tallygate;

import io.tallygate.limit.Gcra;
import io.tallygate.limit.RateLimit;
import io.tallygate.model.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many central look-ups may begin: for one caller's address, for names that are too young to be known, and in all.
 * Who is over one of them takes of none. In any time t no more than one minute's or second's calls and those of t begin.
 * Young names are anybody's to make up: they have a share, so that they leave the rest to those that exist. Where the
 * host knows no address there is no limit for one. Thread-safe.
 */
final class LookUpBudget {
    /** The answer to a look-up that may begin. */
    static final long WITHIN = Gcra.ADMITTED;

    private final PeerLimits peers;
    private final Gcra total;
    private final Gcra young;

    LookUpBudget(CentralSettings settings, long nanos) {
        this.peers = new PeerLimits(RateLimit.of("peer", settings.perPeerMinute(), Duration.ofMinutes(1)));
        this.total = perSecond("total", settings.perSecond(), nanos);
        this.young = perSecond("young", Math.max(1, Math.round(settings.perSecond() * settings.youngShare())), nanos);
    }

    private static Gcra perSecond(String name, long calls, long nanos) {
        return new Gcra(RateLimit.of(name, calls, Duration.ofSeconds(1)), nanos);
    }

    /** Takes one look-up; {@link #WITHIN}, or the nanoseconds until one would be. */
    long take(Prospect prospect, @Nullable IpAddress peer, long nanos) {
        if (prospect == Prospect.LOCAL) {
            return WITHIN;
        }
        Gcra[] limiters = limiters(prospect, peer, nanos);
        int refusing = Gcra.takeAll(limiters, 1, nanos);
        return refusing == Gcra.NONE ? WITHIN : Math.max(1, limiters[refusing].nanosToWait(1, nanos));
    }

    private Gcra[] limiters(Prospect prospect, @Nullable IpAddress peer, long nanos) {
        List<Gcra> limiters = new ArrayList<>(3);
        if (peer != null) {
            limiters.add(peers.of(peer, nanos));
        }
        if (prospect == Prospect.YOUNG) {
            limiters.add(young);
        }
        limiters.add(total);
        return limiters.toArray(Gcra[]::new);
    }
}
