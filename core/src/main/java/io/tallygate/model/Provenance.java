package io.tallygate.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an entitlement comes from. Sessions are indexed by it, and revocations name it.
 *
 * @param credential the directory's record that stands behind the entitlement, if any; such sessions are re-read
 * @param issuer who signed, for tokens
 * @param keyId the issuer's key that signed
 * @param tokenId the issuer's id of the token ({@code jti}), or the hash of what was signed
 * @param issuedAt when the credential was issued
 */
public record Provenance(
        @Nullable CredentialId credential,
        @Nullable String issuer,
        @Nullable String keyId,
        @Nullable String tokenId,
        @Nullable Instant issuedAt) {
    /** An entitlement that rests on a record of the directory. */
    public static Provenance recorded(CredentialId credential, @Nullable Instant issuedAt) {
        return new Provenance(credential, null, null, null, issuedAt);
    }

    /** An entitlement that rests on a signed token. */
    public static Provenance token(
            String issuer, @Nullable String keyId, @Nullable String tokenId, @Nullable Instant issuedAt) {
        return new Provenance(null, issuer, keyId, tokenId, issuedAt);
    }
}
