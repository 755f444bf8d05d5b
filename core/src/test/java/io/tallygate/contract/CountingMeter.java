package io.tallygate.contract;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Limit;
import io.tallygate.model.Permit;
import io.tallygate.model.RequestId;
import io.tallygate.model.Settlement;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Meter;
import io.tallygate.spi.Tab;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts in memory what was charged and given back; the meter named {@value #FULL} has nothing left. */
final class CountingMeter implements Meter, Blueprint<Meter> {
    static final String FULL = "full";

    private static final Limit LIMIT = new Limit("contract", 1_000, 60, 999, 1);

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong units = new AtomicLong();
    private final AtomicLong refunded = new AtomicLong();

    /** How many requests were charged, uncounted ones included. */
    long requests() {
        return requests.get();
    }

    /** The units charged and not given back. */
    long owed() {
        return units.get() - refunded.get();
    }

    /** Waits until so many units are owed: a host settles after its answer is on the wire. Returns what is owed then. */
    synchronized long awaitOwed(long expected) throws InterruptedException {
        for (int patience = 100; owed() != expected && patience > 0; patience--) {
            wait(100);
        }
        return owed();
    }

    @Override
    public List<String> faults(Environment environment) {
        return List.of();
    }

    @Override
    public Meter open(Environment environment) {
        return this;
    }

    @Override
    public Tab open(Entitlement entitlement) {
        return new CountingTab(entitlement);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {}

    private final class CountingTab implements Tab, Settlement {
        private final Entitlement entitlement;

        CountingTab(Entitlement entitlement) {
            this.entitlement = entitlement;
        }

        @Override
        public Decision charge(Demand demand, @Nullable IpAddress client, long epochMillis, long nanos) {
            if (demand.meter().equals(FULL)) {
                Limit empty = new Limit("contract", 1_000, 60, 0, 30);
                return Deny.because(Denial.QUOTA_EXHAUSTED)
                        .retryAfter(Duration.ofSeconds(30))
                        .limits(List.of(empty));
            }
            units.addAndGet(demand.units());
            return new Permit(entitlement, this, requests.incrementAndGet(), demand.units());
        }

        @Override
        public RequestId requestId(long ticket) {
            return RequestId.minted(1, 1, ticket);
        }

        @Override
        public List<Limit> limits(long ticket) {
            return List.of(LIMIT);
        }

        @Override
        public void refund(long ticket, int count) {
            refunded.addAndGet(count);
            synchronized (CountingMeter.this) {
                CountingMeter.this.notifyAll();
            }
        }
    }
}
