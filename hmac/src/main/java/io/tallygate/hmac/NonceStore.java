package io.tallygate.hmac;

import java.time.Instant;

/**
 * Remembers for several edges which requests were let in: a database, a cache with replicas. An edge asks it after its own
 * memory, on the thread of the request, and once for each signed request that the memory lets pass: the one call of a
 * request with a session that leaves the edge. Nothing limits its time but the store, so give its client a time limit that
 * a request can wait for. Thread-safe.
 *
 * <p>In Redis it is {@code SET name 1 NX PXAT millis}; in SQL an {@code insert} of a primary key.
 */
@FunctionalInterface
public interface NonceStore {
    /**
     * Puts a request there, unless it is there. Of all calls with one name, from whichever edges, exactly one gets
     * {@code true} until it is forgotten.
     *
     * <p>Whatever it throws refuses the request, as unavailable: a store that cannot answer lets nothing pass. What was
     * put there by a call that failed may stay; its request is lost, and signed anew it is another.
     *
     * @param name of the request: 32 characters of {@code 0-9 a-f}
     * @param until when it may be forgotten, and no sooner. Not for a copy that may lag: one that has not heard of it
     *     lets it pass
     * @return whether it was not there
     */
    boolean putIfAbsent(String name, Instant until);
}
