package io.tallygate.model;

import java.time.Instant;

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

    /** One token of an issuer. */
    record OfToken(String issuer, String tokenId) implements Revocation {
        @Override
        public boolean covers(Entitlement entitlement) {
            Provenance provenance = entitlement.provenance();
            return issuer.equals(provenance.issuer()) && tokenId.equals(provenance.tokenId());
        }
    }

    /** All that was issued before an instant, or does not say when. */
    record IssuedBefore(Instant instant) implements Revocation {
        @Override
        public boolean covers(Entitlement entitlement) {
            Instant issuedAt = entitlement.provenance().issuedAt();
            return issuedAt == null || issuedAt.isBefore(instant);
        }
    }
}
