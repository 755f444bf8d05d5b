package io.tallygate;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Limit;
import io.tallygate.model.Permit;
import io.tallygate.model.RequestId;
import io.tallygate.model.Settlement;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Meter;
import io.tallygate.spi.Tab;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts in memory, and decides or fails as told. */
final class StubMeter implements Meter, Settlement, Blueprint<Meter> {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger tabsClosed = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicLong charged = new AtomicLong();
    final Set<IdempotencyKey> keys = ConcurrentHashMap.newKeySet();
    volatile boolean ready = true;
    volatile boolean needsClient;
    volatile boolean countsUses;
    volatile @Nullable IpAddress client;
    volatile List<Limit> limits = List.of();
    /** What charges decide instead, if anything; may throw. */
    volatile @Nullable Supplier<@Nullable Decision> instead;

    @Override
    public List<String> faults(Environment environment) {
        return List.of();
    }

    @Override
    public Meter open(Environment environment) {
        return this;
    }

    @Override
    public boolean countsUses() {
        return countsUses;
    }

    @Override
    public Tab open(Entitlement entitlement) {
        opened.incrementAndGet();
        return new Tab() {
            @Override
            @SuppressWarnings("NullAway") // a meter that breaks its contract is one of the cases
            public Decision charge(Demand demand, @Nullable IpAddress address, long epochMillis, long nanos) {
                Supplier<@Nullable Decision> other = instead;
                if (other != null) {
                    return other.get();
                }
                client = address;
                return new Permit(entitlement, StubMeter.this, charged.incrementAndGet(), demand.units());
            }

            @Override
            public Decision charge(
                    Demand demand, @Nullable IpAddress address, IdempotencyKey key, long epochMillis, long nanos) {
                keys.add(key);
                return charge(demand, address, epochMillis, nanos);
            }

            @Override
            public boolean needsClient() {
                return needsClient;
            }

            @Override
            public void close() {
                tabsClosed.incrementAndGet();
            }
        };
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    @Override
    public RequestId requestId(long ticket) {
        return RequestId.minted(1, 1, ticket);
    }

    @Override
    public List<Limit> limits(long ticket) {
        return limits;
    }

    @Override
    public void refund(long ticket, int units) {}
}
