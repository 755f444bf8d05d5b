package io.tallygate.adapter;

import io.tallygate.model.Denial;
import java.io.IOException;

/**
 * Thrown to a host that reads a signed body, in place of the end of a body that is not the one that was signed, or is
 * larger than what is verified. The host need not catch it: the adapter answers the client.
 */
public final class BodyRejectedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Denial denial;

    BodyRejectedException(Denial denial) {
        super("the signed body was rejected: " + denial.code());
        this.denial = denial;
    }

    /** {@link Denial#DIGEST_MISMATCH} or {@link Denial#BODY_TOO_LARGE}. */
    public Denial denial() {
        return denial;
    }
}
