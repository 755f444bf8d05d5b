package io.tallygate.spi;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.IpAddress;
import org.jspecify.annotations.Nullable;

/** What the requests of one session are charged to. Thread-safe. */
public interface Tab {
    /**
     * Charges one request: all of it and durably, or nothing. On the hot path: no I/O, no locks, no garbage but the
     * decision.
     *
     * @param client the caller's address; null when the host does not know it, or {@link #needsClient()} is false
     * @param epochMillis the wall time of this request
     * @param nanos the elapsed time of this request
     * @return a permit, or a denial that leaves its id to the gate
     */
    Decision charge(Demand demand, @Nullable IpAddress client, long epochMillis, long nanos);

    /**
     * Charges one request that may have come before: as {@link #charge(Demand, IpAddress, long, long)}. A meter that keeps
     * keys charges what it has charged under this key no second time; unless overridden, each is charged.
     *
     * @param key by what the request is known again
     */
    default Decision charge(
            Demand demand, @Nullable IpAddress client, IdempotencyKey key, long epochMillis, long nanos) {
        return charge(demand, client, epochMillis, nanos);
    }

    /** Whether a limit is kept per address of the caller. */
    default boolean needsClient() {
        return false;
    }

    /** The session has ended; what was under way may still be charged, and refunds may come. Called once. */
    default void close() {}
}
