package io.tallygate.httpserver;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.tallygate.adapter.Admission;
import io.tallygate.adapter.BodyRejectedException;
import io.tallygate.adapter.HostPolicy;
import io.tallygate.adapter.SignedBody;
import io.tallygate.model.Decision;
import io.tallygate.model.HttpReply;
import io.tallygate.model.Permit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the filter. The handler may answer on another thread after it has returned, so the
 * permit is settled by whichever of the two comes last: each first writes its own word and then reads the other's.
 */
final class Passage {
    static final String ATTRIBUTE = "io.tallygate.httpserver.passage";
    private static final int NO_STATUS = -1;
    private static final int NO_BODY = -1;

    private final Admission admission;

    private volatile int status = NO_STATUS;
    private volatile boolean returned;

    private Passage(Admission admission) {
        this.admission = admission;
    }

    static @Nullable Passage of(HttpExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE) instanceof Passage passage ? passage : null;
    }

    static Passage begin(HostPolicy policy, HttpExchange exchange) {
        ExchangeInbound inbound = new ExchangeInbound(exchange);
        return new Passage(policy.admit(inbound, inbound.path()));
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
            write(exchange, admission.reply());
            return;
        }
        SignedBody body;
        try {
            body = admission
                    .body(exchange::getRequestBody, declaredLength(exchange))
                    .orElse(null);
        } catch (BodyRejectedException rejection) {
            reject(exchange, rejection);
            return;
        }
        addHeaders(exchange, admission.reply());
        AdmittedState state = new AdmittedState(exchange, this, new HttpCaller(permit.entitlement()), body);
        serve(exchange, wrap(exchange, state), chain, body);
    }

    private static HttpExchange wrap(HttpExchange exchange, AdmittedState state) {
        return exchange instanceof HttpsExchange https
                ? new AdmittedHttpsExchange(https, state)
                : new AdmittedExchange(exchange, state);
    }

    private void serve(HttpExchange raw, HttpExchange admitted, Filter.Chain chain, @Nullable SignedBody body)
            throws IOException {
        try {
            chain.doFilter(admitted);
        } catch (IOException | RuntimeException | Error failure) {
            if (!answersRejection(raw, body)) {
                admission.failed();
                throw failure;
            }
            return;
        }
        if (body != null) {
            try {
                body.drain();
            } catch (BodyRejectedException rejection) {
                reject(raw, rejection);
                return;
            }
        }
        returned = true;
        settle();
    }

    /** The handler may have wrapped the rejection into an exception of its own, or been led astray by it. */
    private boolean answersRejection(HttpExchange exchange, @Nullable SignedBody body) throws IOException {
        Optional<BodyRejectedException> rejection = body == null ? Optional.empty() : body.rejection();
        if (rejection.isPresent()) {
            reject(exchange, rejection.get());
        }
        return rejection.isPresent();
    }

    private void reject(HttpExchange exchange, BodyRejectedException rejection) throws IOException {
        HttpReply reply = admission.reject(rejection);
        if (exchange.getResponseCode() != NO_STATUS) {
            throw rejection;
        }
        exchange.getResponseHeaders().clear();
        write(exchange, reply);
    }

    /** The handler sends this status. */
    void answering(int code) {
        status = code;
        settle();
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

    private static void write(HttpExchange exchange, HttpReply reply) throws IOException {
        addHeaders(exchange, reply);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(reply.body().length));
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
        } else {
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? NO_BODY : reply.body().length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
        exchange.close();
    }

    private static void addHeaders(HttpExchange exchange, HttpReply reply) {
        for (HttpReply.Field field : reply.headers()) {
            exchange.getResponseHeaders().add(field.name(), field.value());
        }
    }
}
