package io.tallygate;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Limit;
import io.tallygate.model.Permit;
import io.tallygate.model.RequestId;
import io.tallygate.model.Settlement;
import io.tallygate.spi.Meter;
import io.tallygate.spi.Tab;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meter of a gate that counts nothing. */
record Uncounted(RequestIds ids) implements Meter, Settlement {
    @Override
    public Tab open(Entitlement entitlement) {
        return new FreeTab(entitlement, this);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public RequestId requestId(long ticket) {
        return ids.id(ticket);
    }

    @Override
    public List<Limit> limits(long ticket) {
        return List.of();
    }

    @Override
    public void refund(long ticket, int units) {
        // Nothing was taken.
    }

    @Override
    public void close() {
        // Nothing is kept.
    }

    private record FreeTab(Entitlement entitlement, Uncounted meter) implements Tab {
        @Override
        public Decision charge(Demand demand, @Nullable IpAddress client, long epochMillis, long nanos) {
            return new Permit(entitlement, meter, meter.ids.nextSerial(), 0);
        }
    }
}
