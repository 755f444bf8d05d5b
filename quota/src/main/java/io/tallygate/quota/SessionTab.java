package io.tallygate.quota;

import io.tallygate.limit.Gcra;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Permit;
import io.tallygate.model.RequestId;
import io.tallygate.quota.plan.RateScope;
import io.tallygate.spi.Tab;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The tab of one session. On the hot path: the sheet of the request before fits, one compare-and-set on each limiter
 * and one on the line, and a permit. Thread-safe; the sheets are immutable, and which one is remembered does not matter.
 */
final class SessionTab implements Tab {
    private static final int ATTEMPTS = 8;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final EdgeMeter meter;
    private final MeteredAccount account;
    private final Entitlement entitlement;
    private final boolean routesMatter;
    private final boolean clientMatters;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Sheet counted;
    private @Nullable Sheet uncounted;

    SessionTab(EdgeMeter meter, MeteredAccount account, Entitlement entitlement) {
        this.meter = meter;
        this.account = account;
        this.entitlement = entitlement;
        this.routesMatter = account.limits(RateScope.ROUTE);
        this.clientMatters = account.limits(RateScope.ADDRESS);
    }

    @Override
    public Decision charge(Demand demand, @Nullable IpAddress client, long epochMillis, long nanos) {
        Sheet sheet = demand.counted() ? counted : uncounted;
        if (sheet == null || !sheet.fits(demand, client, epochMillis)) {
            sheet = turnTo(demand, client, epochMillis, nanos, null);
            if (sheet == null) {
                return unavailable();
            }
        }
        int refusing = Gcra.takeAll(sheet.limiters(), 1, nanos);
        if (refusing != Gcra.NONE) {
            return limited(sheet.limiters()[refusing], nanos);
        }
        Line line = sheet.line();
        if (line == null) {
            return new Permit(entitlement, sheet, meter.nextSerial(), 0);
        }
        long sequence = line.charge(demand.units());
        return sequence > 0
                ? new Permit(entitlement, sheet, sequence, demand.units())
                : chargeElsewhere(sheet, sequence, demand, client, epochMillis, nanos);
    }

    /** The line was closed or full. The limiters were taken from already. */
    private Decision chargeElsewhere(
            Sheet first, long answer, Demand demand, @Nullable IpAddress client, long epochMillis, long nanos) {
        Sheet sheet = first;
        long last = answer;
        for (int i = 0; i < ATTEMPTS && sheet != null; i++) {
            sheet = turnTo(demand, client, epochMillis, nanos, last == Line.FULL ? sheet.line() : null);
            Line line = sheet == null ? null : sheet.line();
            if (sheet != null && line != null) {
                last = line.charge(demand.units());
                if (last > 0) {
                    return new Permit(entitlement, sheet, last, demand.units());
                }
            }
        }
        Gcra.giveBackAll(first.limiters(), 1);
        return unavailable();
    }

    /** The sheet for such a request, which is remembered for the next one; null when it cannot be counted now. */
    private @Nullable Sheet turnTo(
            Demand demand, @Nullable IpAddress client, long epochMillis, long nanos, @Nullable Line unfit) {
        int generation = account.generation();
        Gcra[] limiters = account.limiters(entitlement, demand.route(), client, nanos);
        if (!demand.counted()) {
            Sheet sheet = new Sheet(this, demand, null, limiters, client, generation);
            uncounted = sheet;
            return sheet;
        }
        Line line = meter.counting().line(account.account(), demand.meter(), account.plan(), epochMillis, unfit);
        if (line == null) {
            return null;
        }
        Sheet sheet = new Sheet(this, demand, line, limiters, client, generation);
        counted = sheet;
        return sheet;
    }

    private Deny limited(Gcra limiter, long nanos) {
        Duration wait = Duration.ofNanos(Math.max(1, limiter.nanosToWait(1, nanos)));
        return Deny.because(Denial.RATE_LIMITED)
                .of(entitlement)
                .retryAfter(wait)
                .limits(List.of(Sheet.limit(limiter, nanos)));
    }

    private Deny unavailable() {
        return Deny.because(Denial.UNAVAILABLE).of(entitlement).retryAfter(SOON);
    }

    @Override
    public boolean needsClient() {
        return clientMatters;
    }

    boolean routesMatter() {
        return routesMatter;
    }

    MeteredAccount account() {
        return account;
    }

    long nanos() {
        return meter.time().nanos();
    }

    long epochMillis() {
        return meter.time().epochMillis();
    }

    RequestId uncountedId(long serial) {
        return meter.uncountedId(serial);
    }

    void refund(Line line, int units) {
        meter.counting().refund(line, units);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            meter.leave(account);
        }
    }
}
