package io.tallygate.spi;

import io.tallygate.model.InboundRequest;

/**
 * Verifies each request of a session, with the keys that were resolved when the session began. Makes no central call.
 * Thread-safe.
 *
 * @param <C> the scheme's credential
 */
public interface Proof<C extends Credential> {
    /**
     * Verifies one request.
     *
     * @param credential what this request carried
     * @param epochMillis the wall time of this request
     */
    Verdict verify(C credential, InboundRequest request, long epochMillis);

    /** For bearer kinds: whoever presents the secret is the caller, and the session was found by that secret. */
    static <C extends Credential> Proof<C> bearer() {
        return (credential, request, epochMillis) -> Verdict.verified();
    }
}
