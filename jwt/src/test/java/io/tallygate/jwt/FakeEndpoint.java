package io.tallygate.jwt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A {@link KeyEndpoint} without a network: answers what it was told last, at once, or hangs. */
final class FakeEndpoint implements KeyEndpoint {
    final List<@Nullable String> etags = new ArrayList<>();
    final List<CompletableFuture<EndpointReply>> hanging = new ArrayList<>();
    boolean closed;
    private @Nullable EndpointReply reply;
    private @Nullable Throwable failure;

    void publishes(String jwkSet) {
        answers(200, jwkSet, null, "");
    }

    void answers(int status, String body, @Nullable String etag, String cacheControl) {
        reply = new EndpointReply(status, body.getBytes(StandardCharsets.UTF_8), etag, cacheControl);
        failure = null;
    }

    void fails(Throwable thrown) {
        failure = thrown;
    }

    void hangs() {
        reply = null;
        failure = null;
    }

    int asked() {
        return etags.size();
    }

    @Override
    public CompletableFuture<EndpointReply> ask(@Nullable String etag) {
        etags.add(etag);
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (reply != null) {
            return CompletableFuture.completedFuture(reply);
        }
        CompletableFuture<EndpointReply> unanswered = new CompletableFuture<>();
        hanging.add(unanswered);
        return unanswered;
    }

    @Override
    public void close() {
        closed = true;
    }
}
