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
    private final long asOf;
    private final boolean networkBound;

    /** @param asOf the number of {@link RecentChanges} before the look-up */
    Claim(Entitlement entitlement, Proof<Credential> proof, long asOf) {
        this.entitlement = Objects.requireNonNull(entitlement, "entitlement");
        this.proof = Objects.requireNonNull(proof, "proof");
        this.asOf = asOf;
        this.networkBound = entitlement.restrictions().stream().anyMatch(Restriction.Networks.class::isInstance);
    }

    Entitlement entitlement() {
        return entitlement;
    }

    Proof<Credential> proof() {
        return proof;
    }

    /** The number of {@link RecentChanges} before the look-up. */
    long asOf() {
        return asOf;
    }

    /** Whether the caller's address matters. */
    boolean networkBound() {
        return networkBound;
    }
}
