package io.tallygate.adapter;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.Decision;
import io.tallygate.model.Deny;
import io.tallygate.model.HttpReply;
import io.tallygate.model.Permit;
import java.io.IOException;
import java.util.Optional;

/**
 * One request's passage through a host: its decision, and what the adapter owes for it. Thread-safe but for the body. A
 * host that settles the permit itself has the first word; what the adapter says later does nothing.
 */
public final class Admission {
    private final HostPolicy policy;
    private final Decision decision;
    private final RequestBody body;

    Admission(HostPolicy policy, Decision decision, RequestBody body) {
        this.policy = policy;
        this.decision = decision;
        this.body = body;
    }

    /** Whose decision this is. */
    public HostPolicy policy() {
        return policy;
    }

    /** What the gate decided. */
    public Decision decision() {
        return decision;
    }

    /** What to copy onto the response: all of it for a denial, the header fields for a permit. */
    public HttpReply reply() {
        return policy.gate().reply(decision);
    }

    /**
     * The body as the host must read it, when a scheme has signed it; empty when the host may read its own. Reads ahead
     * and so may block; a body that fits into what is held, or was read before the gate decided, is verified when this
     * returns. Called once.
     *
     * @throws BodyRejectedException when the body is already known to be wrong or too large: see {@link #reject}
     * @throws IOException when the body cannot be read. Whatever is thrown, nothing was served, so the units are given back
     */
    public Optional<SignedBody> body() throws IOException {
        if (!(decision instanceof Permit permit)) {
            return Optional.empty();
        }
        try {
            Optional<BodyCheck> check = permit.body();
            return check.isPresent()
                    ? Optional.of(SignedBody.open(body, check.get(), policy.heldBytes()))
                    : body.provenAhead();
        } catch (IOException | RuntimeException | Error e) {
            permit.refund();
            throw e;
        }
    }

    /**
     * Turns the permit of a request whose body was rejected into a denial, and gives its units back: a body that is not
     * the signed one was not sent by the caller.
     *
     * @return the reply in place of whatever the host answered; it carries the permit's request id
     */
    public HttpReply reject(BodyRejectedException rejection) {
        refund();
        return policy.gate().reply(Deny.because(rejection.denial()).named(decision.requestId()));
    }

    /** Settles: the host answered with this status. */
    public void answered(int status) {
        if (policy.refundsServerErrors() && status >= 500 && status <= 599) {
            refund();
        } else {
            complete();
        }
    }

    /** Settles: the host failed with an exception, whatever status the client will see. */
    public void failed() {
        if (policy.refundsServerErrors()) {
            refund();
        } else {
            complete();
        }
    }

    void refund() {
        if (decision instanceof Permit permit) {
            permit.refund();
        }
    }

    private void complete() {
        if (decision instanceof Permit permit) {
            permit.complete();
        }
    }
}
