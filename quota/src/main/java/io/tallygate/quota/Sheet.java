package io.tallygate.quota;

import io.tallygate.limit.Gcra;
import io.tallygate.limit.RateLimit;
import io.tallygate.model.Demand;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Limit;
import io.tallygate.model.RequestId;
import io.tallygate.model.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of request of a session is charged to: a line and limiters. A session keeps its last one, so that the
 * next request need not look for it, and permits refer to it. A ticket is the sequence on the line, or a serial for
 * what is not counted. Immutable.
 */
final class Sheet implements Settlement {
    private static final String QUOTA = "quota";
    private static final long NANOS = 1_000_000_000L;
    private static final long MILLIS = 1_000L;

    private final SessionTab tab;
    private final String meter;
    private final @Nullable Line line;
    private final Gcra[] limiters;
    private final @Nullable String route;
    private final @Nullable IpAddress client;
    private final int generation;

    /**
     * A sheet for requests like this one.
     *
     * @param line null when they are not counted
     * @param generation the account's, before the limiters were fetched
     */
    Sheet(
            SessionTab tab,
            Demand demand,
            @Nullable Line line,
            Gcra[] limiters,
            @Nullable IpAddress client,
            int generation) {
        this.tab = tab;
        this.meter = demand.meter();
        this.line = line;
        this.limiters = limiters;
        this.route = demand.route();
        this.client = client;
        this.generation = generation;
    }

    /** Whether it is for such a request at that time. A route or client that no limit asks for does not matter. */
    boolean fits(Demand demand, @Nullable IpAddress who, long epochMillis) {
        MeteredAccount account = tab.account();
        return (line == null || (line.covers(epochMillis) && meter.equals(demand.meter())))
                && generation == account.generation()
                && (!tab.routesMatter() || Objects.equals(route, demand.route()))
                && (!tab.needsClient() || Objects.equals(client, who));
    }

    @Nullable
    Line line() {
        return line;
    }

    Gcra[] limiters() {
        return limiters;
    }

    @Override
    public RequestId requestId(long ticket) {
        return line == null ? tab.uncountedId(ticket) : RequestId.minted(line.incarnation(), line.number(), ticket);
    }

    @Override
    public List<Limit> limits(long ticket) {
        List<Limit> limits = new ArrayList<>();
        long nanos = tab.nanos();
        for (Gcra limiter : limiters) {
            limits.add(limit(limiter, nanos));
        }
        if (line != null) {
            addQuota(limits, line);
        }
        return limits;
    }

    private void addQuota(List<Limit> limits, Line counted) {
        long included = tab.account().plan().included(meter);
        if (included > 0) {
            long remaining = Math.max(0, included - counted.others() - counted.net());
            long millis = Math.max(0, counted.endMillis() - tab.epochMillis());
            limits.add(new Limit(QUOTA, included, 0, remaining, (millis + MILLIS - 1) / MILLIS));
        }
    }

    /** How the caller stands with one rate: so many at once, and all of them again after the window. */
    static Limit limit(Gcra limiter, long nanos) {
        RateLimit rate = limiter.limit();
        long window = secondsUp(rate.interval().toNanos() * rate.burst());
        long reset = secondsUp(limiter.nanosToReset(nanos));
        return new Limit(rate.name(), rate.burst(), window, limiter.remaining(nanos), reset);
    }

    private static long secondsUp(long nanos) {
        return (nanos + NANOS - 1) / NANOS;
    }

    @Override
    public void refund(long ticket, int units) {
        if (line != null) {
            tab.refund(line, units);
        }
    }
}
