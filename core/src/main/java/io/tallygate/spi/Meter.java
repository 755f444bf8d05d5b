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

    /** Whether requests can be charged now; until then they are answered 503. */
    boolean ready();

    /** Saves and settles what there is. May wait, within its own stated limit. */
    @Override
    void close();
}
