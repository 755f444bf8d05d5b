package io.tallygate.adapter;

import io.tallygate.Tallygate;
import io.tallygate.model.Demand;
import io.tallygate.model.InboundRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * What a host adapter asks of its gate and what it does about the answer. Immutable; an adapter is made of one policy
 * and its host.
 */
public final class HostPolicy {
    /** The bytes of a signed body that are verified before the host runs, unless said otherwise. */
    public static final int DEFAULT_HELD_BYTES = 64 * 1024;
    /** The most that {@link #holdSignedBodies} accepts. */
    public static final int MAX_HELD_BYTES = 16 * 1024 * 1024;

    private final Tallygate gate;
    private final Routes routes;
    private final boolean refundServerErrors;
    private final int heldBytes;

    private HostPolicy(Tallygate gate, Routes routes, boolean refundServerErrors, int heldBytes) {
        this.gate = gate;
        this.routes = routes;
        this.refundServerErrors = refundServerErrors;
        this.heldBytes = heldBytes;
    }

    /** Every request makes the plain demand; what the host does with an admitted request, it is billed. */
    public static HostPolicy of(Tallygate gate) {
        return new HostPolicy(gate, Routes.none(), false, DEFAULT_HELD_BYTES);
    }

    /** The same with these routes instead. */
    public HostPolicy routes(Routes others) {
        return new HostPolicy(gate, others, refundServerErrors, heldBytes);
    }

    /** The same, requiring all of these scopes where no route says otherwise. May be said once. */
    public HostPolicy require(String... scopes) {
        return demand(Demand.of(scopes));
    }

    /** The same with this demand where no route says otherwise. May be said once. */
    public HostPolicy demand(Demand otherwise) {
        return routes(routes.otherwise(otherwise));
    }

    /** The same with a demand of its own for a path or all below it: see {@link Routes}. */
    public HostPolicy route(String pattern, Demand demand) {
        return routes(routes.with(pattern, demand));
    }

    /** The same with a route that needs a good credential but no scope, and is never counted. */
    public HostPolicy uncounted(String pattern) {
        return route(pattern, Demand.plain().uncounted());
    }

    /**
     * The same, giving the units back when the host answers 500 to 599 or fails with an exception.
     *
     * <p>A client that hangs up makes most hosts fail with an exception while they write, and is then not billed either:
     * leave this alone where answers are long and their beginnings are worth having.
     */
    public HostPolicy refundServerErrors() {
        return new HostPolicy(gate, routes, true, heldBytes);
    }

    /**
     * The same, holding back signed bodies of up to so many bytes until they are verified, so that the host never runs
     * on a tampered one. A larger body streams, and the host must read it to its end before acting on it.
     *
     * @param bytes in [0, {@value #MAX_HELD_BYTES}]; heap is taken per request under way, but only once its signature is
     *     proven; the default is {@value #DEFAULT_HELD_BYTES}
     */
    public HostPolicy holdSignedBodies(int bytes) {
        if (bytes < 0 || bytes > MAX_HELD_BYTES) {
            throw new IllegalArgumentException("held bytes must be in [0, " + MAX_HELD_BYTES + "], was " + bytes);
        }
        return new HostPolicy(gate, routes, refundServerErrors, bytes);
    }

    /** Which demand a request makes. */
    public Routes routes() {
        return routes;
    }

    /**
     * Has the gate decide one request.
     *
     * @param rawPath as {@link Routes#demandFor} wants it
     * @param body what the request's {@link InboundRequest#bodyAhead} reads
     * @throws IOException when a scheme asked for the body and it could not be read; nothing is charged
     */
    public Admission admit(InboundRequest request, String rawPath, RequestBody body) throws IOException {
        Admission admission = new Admission(this, gate.admit(request, routes.demandFor(rawPath)), body);
        Optional<IOException> failure = body.failure();
        if (failure.isPresent()) {
            admission.refund();
            throw failure.get();
        }
        return admission;
    }

    Tallygate gate() {
        return gate;
    }

    boolean refundsServerErrors() {
        return refundServerErrors;
    }

    int heldBytes() {
        return heldBytes;
    }
}
