package io.tallygate.spi;

import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;

/**
 * What a scheme found out about a credential.
 *
 * @param <C> the scheme's credential
 */
public sealed interface Resolution<C extends Credential> {
    /**
     * The credential exists and gives this much.
     *
     * @param entitlement what it gives
     * @param proof what each request with it is verified by; lives in the session and dies with it
     */
    record Known<C extends Credential>(Entitlement entitlement, Proof<C> proof) implements Resolution<C> {}

    /**
     * The credential gives nothing. The gate remembers that for a short while.
     *
     * @param denial {@link Denial#INVALID_CREDENTIAL} unless the caller has proved to hold the secret
     */
    record Refused<C extends Credential>(Denial denial) implements Resolution<C> {}
}
