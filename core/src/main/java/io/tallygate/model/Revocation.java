package io.tallygate.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Names entitlements that no longer hold. What a revocation covers is decided by provenance, never by a secret. */
public sealed interface Revocation {
    /** Whether the entitlement is one of those meant. */
    boolean covers(Entitlement entitlement);

    /** All of an account. */
    record OfAccount(AccountId account) implements Revocation {
        @Override
        public boolean covers(Entitlement entitlement) {
            return entitlement.account().equals(account);
        }
    }

    /** All of one subject of an account. */
    record OfSubject(AccountId account, String subject) implements Revocation {
        @Override
        public boolean covers(Entitlement entitlement) {
            return entitlement.account().equals(account)
                    && entitlement.subject().equals(subject);
        }
    }

    /** All that rests on one record of the directory. */
    record OfCredential(CredentialId credential) implements Revocation {
        @Override
        public boolean covers(Entitlement entitlement) {
            return credential.equals(entitlement.provenance().credential());
        }
    }

    /** All that one key of an issuer signed. */
    record OfKey(String issuer, String keyId) implements Revocation {
        @Override
        public boolean covers(Entitlement entitlement) {
            Provenance provenance = entitlement.provenance();
            return issuer.equals(provenance.issuer()) && keyId.equals(provenance.keyId());
        }
    }

    /** One token of an issuer, and all that were narrowed from it. */
    record OfToken(String issuer, String tokenId) implements Revocation {
        @Override
        public boolean covers(Entitlement entitlement) {
            Provenance provenance = entitlement.provenance();
            return issuer.equals(provenance.issuer())
                    && (tokenId.equals(provenance.tokenId())
                            || provenance.ancestors().contains(tokenId));
        }
    }

    /**
     * All that was issued before an instant, or does not say when.
     *
     * @param instant the first instant whose entitlements are spared
     * @param among which of them; null for all there are
     */
    record IssuedBefore(Instant instant, @Nullable Revocation among) implements Revocation {
        /** @throws IllegalArgumentException when it is among those of another such revocation */
        public IssuedBefore {
            if (among instanceof IssuedBefore) {
                throw new IllegalArgumentException("issuedBefore must not be nested; the earlier instant adds nothing");
            }
        }

        /** All there are. */
        public IssuedBefore(Instant instant) {
            this(instant, null);
        }

        @Override
        public boolean covers(Entitlement entitlement) {
            Instant issuedAt = entitlement.provenance().issuedAt();
            return (issuedAt == null || issuedAt.isBefore(instant)) && (among == null || among.covers(entitlement));
        }
    }
}
