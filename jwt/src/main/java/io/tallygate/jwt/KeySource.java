package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/** Where an issuer's keys come from while a gate is open. Thread-safe; nobody ever waits for it. */
interface KeySource extends AutoCloseable {
    /** The newest keys; null as long as there never were any. At once, from memory. */
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
