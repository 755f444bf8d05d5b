package io.tallygate.httpserver;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.tallygate.adapter.Admission;
import io.tallygate.adapter.BodyRejectedException;
import io.tallygate.adapter.HostPolicy;
import io.tallygate.adapter.RequestBody;
import io.tallygate.adapter.SignedBody;
import io.tallygate.model.Decision;
import io.tallygate.model.HttpReply;
import io.tallygate.model.Permit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the filter. The handler may answer on another thread after it has returned, so the
 * permit is settled by whichever of the two comes last: each first writes its own word and then reads the other's.
 */
final class Passage {
    static final String ATTRIBUTE = "io.tallygate.httpserver.passage";
    private static final int NO_STATUS = -1;

    private final Admission admission;
    private final AtomicBoolean rejected = new AtomicBoolean();

    private volatile @Nullable SignedBody body;
    private volatile int status = NO_STATUS;
    private volatile boolean returned;

    private Passage(Admission admission) {
        this.admission = admission;
    }

    static @Nullable Passage of(HttpExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE) instanceof Passage passage ? passage : null;
    }

    static Passage begin(HostPolicy policy, HttpExchange exchange) throws IOException {
        RequestBody body = new RequestBody(exchange::getRequestBody, declaredLength(exchange));
        ExchangeInbound inbound = new ExchangeInbound(exchange, body);
        return new Passage(policy.admit(inbound, inbound.path(), body));
    }

    Decision decision() {
        return admission.decision();
    }

    void requireSame(HostPolicy policy) {
        if (admission.policy() != policy) {
            throw new IllegalStateException("two TallygateHttpFilters of different policies are on one context; put"
                    + " their demands into one filter as routes");
        }
    }

    void run(HttpExchange exchange, Filter.Chain chain) throws IOException {
        if (!(admission.decision() instanceof Permit permit)) {
            Replies.write(exchange, admission.reply());
            return;
        }
        try {
            body = admission.body().orElse(null);
        } catch (BodyRejectedException rejection) {
            reject(exchange, rejection);
            return;
        }
        Replies.addHeaders(exchange, admission.reply());
        serve(exchange, chain, wrap(exchange, new AdmittedState(exchange, this, new HttpCaller(permit.entitlement()))));
    }

    private static HttpExchange wrap(HttpExchange exchange, AdmittedState state) {
        return exchange instanceof HttpsExchange https
                ? new AdmittedHttpsExchange(https, state)
                : new AdmittedExchange(exchange, state);
    }

    private void serve(HttpExchange raw, Filter.Chain chain, HttpExchange admitted) throws IOException {
        try {
            chain.doFilter(admitted);
        } catch (IOException | RuntimeException | Error failure) {
            if (!answersRejection(raw)) {
                admission.failed();
                throw failure;
            }
            return;
        }
        if (!answersRejection(raw)) {
            returned = true;
            settle();
        }
    }

    /** The handler may have swallowed the rejection, or wrapped it into an exception of its own. */
    private boolean answersRejection(HttpExchange raw) throws IOException {
        SignedBody signed = body;
        Optional<BodyRejectedException> rejection = signed == null ? Optional.empty() : signed.rejection();
        if (rejection.isPresent()) {
            reject(raw, rejection.get());
        }
        return rejection.isPresent();
    }

    private void reject(HttpExchange raw, BodyRejectedException rejection) throws IOException {
        if (rejected.compareAndSet(false, true)) {
            HttpReply reply = admission.reject(rejection);
            raw.getResponseHeaders().clear();
            Replies.write(raw, reply);
        }
    }

    /** The handler answers: not before what it left of a signed body is verified. */
    void answer(HttpExchange raw, int code, long length) throws IOException {
        SignedBody signed = body;
        if (signed != null) {
            try {
                signed.drain();
            } catch (BodyRejectedException rejection) {
                reject(raw, rejection);
                throw rejection;
            }
        }
        raw.sendResponseHeaders(code, length);
        status = code;
        settle();
    }

    /** What a scheme has signed, if it has. */
    @Nullable
    SignedBody body() {
        return body;
    }

    private void settle() {
        int answered = status;
        if (returned && answered != NO_STATUS) {
            admission.answered(answered);
        }
    }

    private static long declaredLength(HttpExchange exchange) {
        List<String> lengths = exchange.getRequestHeaders().get("Content-Length");
        if (lengths == null || lengths.size() != 1) {
            return -1;
        }
        try {
            return Long.parseLong(lengths.get(0));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
