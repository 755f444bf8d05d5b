package io.tallygate.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an entitlement comes from. Sessions are indexed by it, and revocations name it.
 *
 * @param credential the directory's record that stands behind the entitlement, if any; such sessions are re-read
 * @param issuer who signed, for tokens
 * @param keyId the issuer's key that signed
 * @param tokenId the issuer's id of the token ({@code jti}), or the hash of what was signed
 * @param issuedAt when the credential was issued
 * @param ancestors ids of the issuer's tokens that this one was narrowed from, the first one first; revoking one of them
 *     revokes this one. At most {@value #MAX_ANCESTORS}
 */
public record Provenance(
        @Nullable CredentialId credential,
        @Nullable String issuer,
        @Nullable String keyId,
        @Nullable String tokenId,
        @Nullable Instant issuedAt,
        List<String> ancestors) {
    /** The most tokens that one may be narrowed from, one after the other. */
    public static final int MAX_ANCESTORS = 32;

    /** @throws IllegalArgumentException when there are too many ancestors */
    public Provenance {
        ancestors = List.copyOf(ancestors);
        if (ancestors.size() > MAX_ANCESTORS) {
            throw new IllegalArgumentException(
                    "a token has at most " + MAX_ANCESTORS + " ancestors, had " + ancestors.size());
        }
    }

    /** One that was narrowed from nothing. */
    public Provenance(
            @Nullable CredentialId credential,
            @Nullable String issuer,
            @Nullable String keyId,
            @Nullable String tokenId,
            @Nullable Instant issuedAt) {
        this(credential, issuer, keyId, tokenId, issuedAt, List.of());
    }

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
