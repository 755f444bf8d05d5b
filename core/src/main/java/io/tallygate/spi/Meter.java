package io.tallygate.spi;

import io.tallygate.model.Entitlement;

/** Counts admitted requests and keeps limits. Thread-safe. */
public interface Meter extends AutoCloseable {
    /**
     * The tab that the requests of one session are charged to. Called once for a session, off the hot path, and local.
     *
     * @throws IllegalStateException when the entitlement cannot be metered; the caller is answered 503
     */
    Tab open(Entitlement entitlement);

    /**
     * Whether its tabs count uses and deny ({@link io.tallygate.model.Denial#USES_EXHAUSTED}) what is beyond a {@link
     * io.tallygate.model.Restriction.MaxUses}; an entitlement whose limits it cannot keep it does not {@link #open}.
     * Unless overridden it does not, and the gate refuses entitlements that are limited so.
     */
    default boolean countsUses() {
        return false;
    }

    /** Whether requests can be charged now; until then they are answered 503. */
    boolean ready();

    /** Saves and settles what there is. May wait, within its own stated limit. */
    @Override
    void close();
}
