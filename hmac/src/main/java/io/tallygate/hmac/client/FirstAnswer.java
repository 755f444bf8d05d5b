package io.tallygate.hmac.client;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.function.Predicate;

/**
 * Keeps an answer from its handler when the request is to be sent once more: the handler sees one answer, and what it makes
 * of that, such as a stream that holds the connection until it is read, is what its caller gets. For one answer.
 */
final class FirstAnswer<T> implements BodyHandler<T> {
    private final BodyHandler<T> handler;
    private final Predicate<ResponseInfo> isWorthAnother;
    private volatile boolean worthAnother;

    FirstAnswer(BodyHandler<T> handler, Predicate<ResponseInfo> isWorthAnother) {
        this.handler = handler;
        this.isWorthAnother = isWorthAnother;
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo answer) {
        worthAnother = isWorthAnother.test(answer);
        return worthAnother ? BodySubscribers.replacing(null) : handler.apply(answer);
    }

    /** Whether the answer, which has come, was kept from its handler. */
    boolean worthAnother() {
        return worthAnother;
    }
}
