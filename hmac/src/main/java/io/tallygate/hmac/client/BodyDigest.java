package io.tallygate.hmac.client;

import io.tallygate.hmac.RequestSigner;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Digests what a publisher publishes, without keeping it. The publisher must publish the same again when it is sent. */
final class BodyDigest implements Flow.Subscriber<ByteBuffer> {
    private final MessageDigest digest = sha256();
    private final CompletableFuture<String> value = new CompletableFuture<>();

    private BodyDigest() {}

    /** The value of {@code Content-Digest}; fails as the publisher does. */
    static CompletableFuture<String> of(BodyPublisher body) {
        BodyDigest subscriber = new BodyDigest();
        body.subscribe(subscriber);
        return subscriber.value;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        digest.update(bytes);
    }

    @Override
    public void onError(Throwable failure) {
        value.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        value.complete(RequestSigner.contentDigest(digest));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
