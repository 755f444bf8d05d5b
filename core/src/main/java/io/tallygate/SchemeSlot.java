package io.tallygate;

import io.tallygate.model.Denial;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Proof;
import org.jspecify.annotations.Nullable;

/**
 * A scheme at its place in the gate.
 *
 * @param number makes its credentials' fingerprints its own
 * @param scheme is only ever given credentials that it parsed itself
 * @param decoy what credentials that do not exist are verified with; null for none
 */
record SchemeSlot(
        int number,
        String name,
        AuthenticationScheme<Credential> scheme,
        @Nullable Proof<Credential> decoy) {
    @SuppressWarnings("unchecked")
    static SchemeSlot of(int number, AuthenticationScheme<?> scheme) {
        AuthenticationScheme<Credential> opened = (AuthenticationScheme<Credential>) scheme;
        return new SchemeSlot(number, scheme.name(), opened, opened.decoy().orElse(null));
    }

    /**
     * What it comes to that a credential gives nothing. One that does not exist has nobody's claim, by which it goes the
     * way of those that do, up to the proof and in the same time.
     *
     * @param asOf the number of {@link RecentChanges} before the look-up
     */
    Answer refused(Denial denial, long asOf) {
        return decoy != null && denial == Denial.INVALID_CREDENTIAL
                ? Claim.ofNobody(decoy, asOf)
                : new Answer.Refused(denial, asOf);
    }
}
