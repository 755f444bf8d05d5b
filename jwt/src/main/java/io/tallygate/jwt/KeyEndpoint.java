package io.tallygate.jwt;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The place on the network that publishes an issuer's keys. Thread-safe. */
interface KeyEndpoint extends AutoCloseable {
    /**
     * Asks for the set; returns at once. Cancelling the future ends the exchange.
     *
     * @param etag of the set that we have; null when there is none
     */
    CompletableFuture<EndpointReply> ask(@Nullable String etag);

    @Override
    void close();
}
