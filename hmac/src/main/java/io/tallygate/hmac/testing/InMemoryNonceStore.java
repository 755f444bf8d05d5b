package io.tallygate.hmac.testing;

import io.tallygate.hmac.NonceStore;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store for edges that are in one process, which a test's are. Grows with what it is given; {@link #forget} makes it
 * smaller. Thread-safe.
 */
public final class InMemoryNonceStore implements NonceStore {
    private final TimeSource time;
    private final Map<String, Instant> kept = new ConcurrentHashMap<>();

    /** An empty one. */
    public InMemoryNonceStore(TimeSource time) {
        this.time = time;
    }

    @Override
    public boolean putIfAbsent(String name, Instant until) {
        return kept.putIfAbsent(name, until) == null;
    }

    /** Forgets what may be forgotten by now. */
    public void forget() {
        Instant now = Instant.ofEpochMilli(time.epochMillis());
        kept.values().removeIf(until -> !until.isAfter(now));
    }

    /** How many requests it remembers. */
    public int size() {
        return kept.size();
    }
}
