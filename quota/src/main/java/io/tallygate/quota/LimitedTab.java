package io.tallygate.quota;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Limit;
import io.tallygate.model.Permit;
import io.tallygate.model.RequestId;
import io.tallygate.model.Settlement;
import io.tallygate.spi.Tab;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tab of a session whose uses are limited. A use is counted before the request is charged, and given back when it is
 * not charged after all. A process that is killed between the two has counted a use of a request that it neither
 * admitted nor charged: what is lost then is a use, never a limit nor a unit. Thread-safe.
 */
final class LimitedTab implements Tab {
    private static final int ATTEMPTS = 8;

    private final Tab tab;
    private final Entitlement entitlement;
    private final List<UseLimit> limits;
    private final Counting counting;

    LimitedTab(Tab tab, Entitlement entitlement, List<UseLimit> limits, Counting counting) {
        this.tab = tab;
        this.entitlement = entitlement;
        this.limits = limits;
        this.counting = counting;
    }

    @Override
    public Decision charge(Demand demand, @Nullable IpAddress client, long epochMillis, long nanos) {
        return use(() -> tab.charge(demand, client, epochMillis, nanos));
    }

    @Override
    public Decision charge(
            Demand demand, @Nullable IpAddress client, IdempotencyKey key, long epochMillis, long nanos) {
        return use(() -> tab.charge(demand, client, key, epochMillis, nanos));
    }

    private Decision use(Supplier<Decision> charge) {
        Line[] used = new Line[limits.size()];
        for (int i = 0; i < used.length; i++) {
            Denial denial = use(limits.get(i), used, i);
            if (denial != null) {
                giveBack(used, i);
                return Deny.because(denial).of(entitlement);
            }
        }
        Decision decision = charge.get();
        if (decision instanceof Permit permit) {
            return new Permit(entitlement, new Use(permit, used), 0, permit.units());
        }
        giveBack(used, used.length);
        return decision;
    }

    /** Why the limit allows no use now, or null when one was counted, on the line that is then in its place. */
    private static @Nullable Denial use(UseLimit limit, Line[] used, int place) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Line line = limit.line();
            if (line == null) {
                break;
            }
            long answer = line.use(limit.uses());
            if (answer == Line.USED_UP) {
                return Denial.USES_EXHAUSTED;
            }
            if (answer > 0) {
                used[place] = line;
                return null;
            }
        }
        return Denial.UNAVAILABLE;
    }

    private void giveBack(Line[] used, int count) {
        for (int i = 0; i < count; i++) {
            counting.refund(used[i], 1);
        }
    }

    @Override
    public boolean needsClient() {
        return tab.needsClient();
    }

    @Override
    public void close() {
        tab.close();
    }

    /** Stands for a permit and gives back its uses with its units. */
    private final class Use implements Settlement {
        private final Permit permit;
        private final Line[] lines;

        Use(Permit permit, Line[] lines) {
            this.permit = permit;
            this.lines = lines;
        }

        @Override
        public RequestId requestId(long ticket) {
            return permit.requestId();
        }

        @Override
        public List<Limit> limits(long ticket) {
            return permit.limits();
        }

        @Override
        public void refund(long ticket, int units) {
            permit.refund();
            giveBack(lines, lines.length);
        }
    }
}
