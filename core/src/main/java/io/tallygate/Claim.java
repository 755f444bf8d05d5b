package io.tallygate;

import io.tallygate.model.Entitlement;
import io.tallygate.model.Restriction;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Proof;
import java.util.Objects;

/** What one look-up resolved: the stuff a session is made of. Compared by identity: two look-ups are two claims. */
final class Claim implements Answer {
    private final Entitlement entitlement;
    private final Proof<Credential> proof;
    private final boolean networkBound;

    Claim(Entitlement entitlement, Proof<Credential> proof) {
        this.entitlement = Objects.requireNonNull(entitlement, "entitlement");
        this.proof = Objects.requireNonNull(proof, "proof");
        this.networkBound = entitlement.restrictions().stream().anyMatch(Restriction.Networks.class::isInstance);
    }

    Entitlement entitlement() {
        return entitlement;
    }

    Proof<Credential> proof() {
        return proof;
    }

    /** Whether the caller's address matters. */
    boolean networkBound() {
        return networkBound;
    }
}
