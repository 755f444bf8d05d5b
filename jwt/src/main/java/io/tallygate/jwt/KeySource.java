package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/** Where an issuer's keys come from while a gate is open. Thread-safe. */
interface KeySource extends AutoCloseable {
    /**
     * The newest keys; null when there are none that may be used. At once, from memory; only before there ever were any
     * it may wait for a fetch that is under way.
     */
    @Nullable
    KeyRing keys();

    /**
     * A token names a key that {@link #keys()} has not. At once; a source that can fetch may begin to, within its limits:
     * the name is a stranger's.
     *
     * @return whether newer keys are on their way, so that it is too early to say that there is no such key
     */
    boolean missing(String keyId);

    @Override
    void close();
}
