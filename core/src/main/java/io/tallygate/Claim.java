package io.tallygate;

import io.tallygate.model.AccountId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Proof;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one look-up resolved: the stuff a session is made of. Compared by identity: two look-ups are two claims. */
final class Claim implements Answer {
    private static final Entitlement NOTHING =
            Entitlement.of(new AccountId("nobody"), new Provenance(null, null, null, null, null));

    private final Entitlement entitlement;
    private final Proof<Credential> proof;
    private final long asOf;
    private final @Nullable Long end;
    private final boolean networkBound;
    private final boolean nobodys;

    /** One that is good for as long as a session may be. */
    Claim(Entitlement entitlement, Proof<Credential> proof, long asOf) {
        this(entitlement, proof, asOf, null);
    }

    /**
     * @param asOf the number of {@link RecentChanges} before the look-up
     * @param end the elapsed time at which its proof is of no more use; null for never
     */
    Claim(Entitlement entitlement, Proof<Credential> proof, long asOf, @Nullable Long end) {
        this(entitlement, proof, asOf, end, false);
    }

    private Claim(Entitlement entitlement, Proof<Credential> proof, long asOf, @Nullable Long end, boolean nobodys) {
        this.entitlement = Objects.requireNonNull(entitlement, "entitlement");
        this.proof = Objects.requireNonNull(proof, "proof");
        this.asOf = asOf;
        this.end = end;
        this.networkBound = entitlement.restrictions().stream().anyMatch(Restriction.Networks.class::isInstance);
        this.nobodys = nobodys;
    }

    /**
     * The claim of a credential that does not exist: nothing comes of it, whatever the proof says.
     *
     * @param asOf as of others
     */
    static Claim ofNobody(Proof<Credential> decoy, long asOf) {
        return new Claim(NOTHING, decoy, asOf, null, true);
    }

    /** Whether it is that of a credential that does not exist. */
    boolean nobodys() {
        return nobodys;
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

    /** For how long its proof is still of use, in nanoseconds; nothing or less when it is not. */
    long left(long nanos) {
        return end == null ? Long.MAX_VALUE : end - nanos;
    }

    /** Whether the caller's address matters. */
    boolean networkBound() {
        return networkBound;
    }
}
