package io.tallygate.jwt;

import io.tallygate.spi.Background;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link KeyEndpoint} behind HTTP. Follows no redirect: it would let whoever answers choose where keys come from.
 * Nothing of it blocks; the JDK's client has one daemon thread, which ends when the client is no longer referenced.
 */
final class HttpKeyEndpoint implements KeyEndpoint {
    private final URI uri;
    private final Duration timeout;
    private volatile @Nullable HttpClient client;

    /**
     * @param timeout of a whole exchange; half of it of the connection
     * @param background where the client's work is done
     */
    HttpKeyEndpoint(URI uri, Duration timeout, Background background) {
        this.uri = uri;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.dividedBy(2))
                .executor(task -> run(task, background))
                .build();
    }

    /** On the client's own thread where no other is free: a task that it cannot place would end the client for good. */
    private static void run(Runnable task, Background background) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    @Override
    public CompletableFuture<EndpointReply> ask(@Nullable String etag) {
        HttpClient open = client;
        if (open == null) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<HttpResponse<byte[]>> exchange =
                open.sendAsync(request(etag), head -> new BoundedBody(JwkSet.MAX_BYTES + 1));
        CompletableFuture<EndpointReply> reply = exchange.thenApply(HttpKeyEndpoint::reply);
        // Only the client's own future ends the exchange when it is cancelled.
        reply.whenComplete((done, failure) -> exchange.cancel(true));
        return reply;
    }

    private HttpRequest request(@Nullable String etag) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/jwk-set+json, application/json");
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        return request.GET().build();
    }

    private static EndpointReply reply(HttpResponse<byte[]> response) {
        return new EndpointReply(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("ETag").orElse(null),
                String.join(",", response.headers().allValues("Cache-Control")));
    }

    @Override
    public void close() {
        client = null;
    }
}
