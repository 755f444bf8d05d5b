package io.tallygate.hmac.client;

import io.tallygate.hmac.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests to one service. Thread-safe.
 *
 * <p>A request that the service answers with {@code resign} (it has restarted) or {@code clock-skew} is signed and sent once
 * more; the handler of the body sees the second answer alone. After {@code clock-skew} the service's {@code Date} says by how much its clock differs, up to a day; later requests
 * are signed by that. This machine's clock is never moved. Only https vouches for the answer, so that without it nothing is
 * learned unless {@link #trustingPlainAnswers()} is asked for.
 *
 * <p>The body is published twice for each time it is sent, first for its digest: publishers of {@code BodyPublishers} allow
 * that, except for a stream that can be opened only once. One without a {@code Content-Type} gets
 * {@code application/octet-stream}.
 */
public final class SigningClient {
    private static final Set<String> OWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OWN.addAll(Set.of("Signature-Input", "Signature", "Content-Digest", "Tallygate-Audience", "Tallygate-Debug"));
    }

    private final HttpClient client;
    private final RequestSigner signer;
    private final ServerTime time;
    private final boolean trustsPlain;

    private SigningClient(HttpClient client, RequestSigner signer, ServerTime time, boolean trustsPlain) {
        this.client = client;
        this.signer = signer;
        this.time = time;
        this.trustsPlain = trustsPlain;
    }

    /**
     * One that sends with that client.
     *
     * @throws IllegalArgumentException when the client follows redirects: it would send the signature of another request
     */
    public static SigningClient of(HttpClient client, RequestSigner signer) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "the client must not follow redirects, since what it would send then is not"
                            + " what was signed; build it with followRedirects(NEVER)");
        }
        ServerTime time = new ServerTime(signer.time());
        return new SigningClient(client, signer.time(time), time, false);
    }

    /** The same that believes the time of answers that came without https: for tests, and networks that are trusted. */
    public SigningClient trustingPlainAnswers() {
        return new SigningClient(client, signer, time, true);
    }

    /**
     * As {@link HttpClient#send}.
     *
     * @throws IllegalArgumentException when the request cannot be signed: see {@link RequestSigner#sign}
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        FirstAnswer<T> first = first(request, handler);
        HttpResponse<T> response = client.send(await(signed(request)), first);
        return first.worthAnother() ? client.send(await(signed(request)), handler) : response;
    }

    /** As {@link HttpClient#sendAsync}; a request that cannot be signed fails in the future. */
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        FirstAnswer<T> first = first(request, handler);
        return CompletableFuture.completedFuture(request)
                .thenCompose(this::signed)
                .thenCompose(signed -> client.sendAsync(signed, first))
                .thenCompose(response -> first.worthAnother()
                        ? signed(request).thenCompose(signed -> client.sendAsync(signed, handler))
                        : CompletableFuture.completedFuture(response));
    }

    private <T> FirstAnswer<T> first(HttpRequest request, BodyHandler<T> handler) {
        return new FirstAnswer<>(handler, answer -> isWorthAnother(answer, request.uri()));
    }

    private CompletableFuture<HttpRequest> signed(HttpRequest request) {
        Optional<BodyPublisher> body = request.bodyPublisher().filter(it -> it.contentLength() != 0);
        return body.isEmpty()
                ? CompletableFuture.completedFuture(signed(request, null))
                : BodyDigest.of(body.get()).thenApply(digest -> signed(request, digest));
    }

    private HttpRequest signed(HttpRequest request, @Nullable String digest) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> !OWN.contains(name));
        if (digest != null && request.headers().firstValue("Content-Type").isEmpty()) {
            builder.header("Content-Type", "application/octet-stream");
        }
        HttpRequest typed = builder.build();
        signer.sign(typed.method(), typed.uri(), typed.headers().map(), digest).forEach(builder::header);
        return builder.build();
    }

    private boolean isWorthAnother(ResponseInfo response, URI uri) {
        if (response.statusCode() != 401) {
            return false;
        }
        if (says(response, "resign")) {
            return true;
        }
        return says(response, "clock-skew")
                && isTrusted(uri)
                && response.headers().firstValue("Date").filter(time::learn).isPresent();
    }

    private boolean isTrusted(URI uri) {
        return trustsPlain || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean says(ResponseInfo response, String error) {
        return response.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(challenge ->
                        challenge.startsWith("Signature ") && challenge.contains("error=\"" + error + "\""));
    }

    private static HttpRequest await(CompletableFuture<HttpRequest> signed) throws IOException, InterruptedException {
        try {
            return signed.get();
        } catch (ExecutionException failed) {
            throw unwrapped(Objects.requireNonNull(failed.getCause(), "what has failed"));
        }
    }

    private static IOException unwrapped(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return new IOException("the body could not be digested", cause);
    }
}
