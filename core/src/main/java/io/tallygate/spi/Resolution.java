package io.tallygate.spi;

import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
     * @param until when the proof is of no more use and the credential is resolved anew, while the entitlement may well
     *     go on; null when it is good as long as the session
     */
    record Known<C extends Credential>(
            Entitlement entitlement,
            Proof<C> proof,
            @Nullable Instant until) implements Resolution<C> {
        /** With a proof that is good as long as the session. */
        public Known(Entitlement entitlement, Proof<C> proof) {
            this(entitlement, proof, null);
        }
    }

    /**
     * The credential gives nothing. The gate remembers that for a short while.
     *
     * @param denial {@link Denial#INVALID_CREDENTIAL} unless the caller has proved to hold the secret
     */
    record Refused<C extends Credential>(Denial denial) implements Resolution<C> {}
}
