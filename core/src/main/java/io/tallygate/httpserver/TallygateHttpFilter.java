package io.tallygate.httpserver;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.tallygate.Tallygate;
import io.tallygate.adapter.HostPolicy;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Permit;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a gate in front of a context of the JDK's {@code HttpServer}:
 *
 * <pre>{@code
 * server.createContext("/api", exchange -> ...)
 *         .getFilters().add(TallygateHttpFilter.of(gate).require("orders:read"));
 * }</pre>
 *
 * <p>Each method that configures returns another filter. A request is decided and charged once, however often it passes
 * a filter of the same policy; a second policy on one request is an {@code IllegalStateException}, because either might
 * be the one that was meant to protect it. A refused request is answered here. An admitted one goes on as a wrapping
 * exchange whose principal is an {@link HttpCaller}, with the gate's response header fields already set. Attributes that
 * are set on that exchange belong to the request alone; those of the JDK's exchange are shared by all requests of the
 * context in JDK 17, so a decision kept there would be another caller's.
 *
 * <p>The permit is settled when the handler has returned and a status was sent, in whichever order that happens: billed,
 * whatever the status, unless {@link #refundServerErrors()} says otherwise. A handler that never answers leaves the
 * permit unsettled, which means billed.
 *
 * <p><b>Signed bodies</b> of up to {@link #holdSignedBodies so many bytes} are verified before the handler runs. Of a
 * larger one the read throws before the end of a wrong body can be seen, and what the handler leaves unread is verified
 * before its status goes out: reading must come before answering. The denial takes the place of the handler's answer.
 *
 * <p>Thread-safe.
 */
public final class TallygateHttpFilter extends Filter {
    private final HostPolicy policy;

    private TallygateHttpFilter(HostPolicy policy) {
        this.policy = policy;
    }

    /** A filter that requires a good credential, without scopes, and charges one unit. */
    public static TallygateHttpFilter of(Tallygate gate) {
        return of(HostPolicy.of(gate));
    }

    /** A filter with a policy that was put together elsewhere. */
    public static TallygateHttpFilter of(HostPolicy policy) {
        return new TallygateHttpFilter(policy);
    }

    /** See {@link HostPolicy#require}. */
    public TallygateHttpFilter require(String... scopes) {
        return of(policy.require(scopes));
    }

    /** See {@link HostPolicy#demand}. */
    public TallygateHttpFilter demand(Demand otherwise) {
        return of(policy.demand(otherwise));
    }

    /**
     * See {@link HostPolicy#route}.
     *
     * @param pattern of the whole path, the context's included
     */
    public TallygateHttpFilter route(String pattern, Demand demand) {
        return of(policy.route(pattern, demand));
    }

    /** See {@link HostPolicy#uncounted}. */
    public TallygateHttpFilter uncounted(String pattern) {
        return of(policy.uncounted(pattern));
    }

    /** See {@link HostPolicy#refundServerErrors}. */
    public TallygateHttpFilter refundServerErrors() {
        return of(policy.refundServerErrors());
    }

    /** See {@link HostPolicy#holdSignedBodies}. */
    public TallygateHttpFilter holdSignedBodies(int bytes) {
        return of(policy.holdSignedBodies(bytes));
    }

    /**
     * The decision for a request that passed the filter.
     *
     * @param exchange the one the handler was given, or a wrapper that hands attributes through
     * @throws IllegalStateException when it did not pass
     */
    public static Decision decision(HttpExchange exchange) {
        Passage passage = Passage.of(exchange);
        if (passage == null) {
            throw new IllegalStateException(
                    "the exchange did not pass a TallygateHttpFilter; add one to the filters" + " of its context");
        }
        return passage.decision();
    }

    /** The permit of a request; empty when it did not pass the filter. */
    public static Optional<Permit> permit(HttpExchange exchange) {
        Passage passage = Passage.of(exchange);
        return passage != null && passage.decision() instanceof Permit permit ? Optional.of(permit) : Optional.empty();
    }

    @Override
    public String description() {
        return "Tallygate";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        @Nullable Passage before = Passage.of(exchange);
        if (before == null) {
            Passage.begin(policy, exchange).run(exchange, chain);
        } else {
            before.requireSame(policy);
            chain.doFilter(exchange);
        }
    }
}
