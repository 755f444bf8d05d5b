package io.tallygate.jwt;

import io.tallygate.model.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims that decide anything (RFC 7519, 4.1; RFC 8693, 4.2; RFC 9068, 2.2), each of the JSON type that its RFC says,
 * and null or empty where the token has none.
 *
 * @param audience of {@code aud}, be it one text or a list
 * @param scopes of {@code scope} and {@code scp}, be it one text or a list
 * @param account of the claim that the host has named
 */
record Claims(
        @Nullable String issuer,
        @Nullable String subject,
        List<String> audience,
        @Nullable Instant expiresAt,
        @Nullable Instant notBefore,
        @Nullable Instant issuedAt,
        @Nullable String tokenId,
        @Nullable String clientId,
        Set<Scope> scopes,
        @Nullable String account)
        implements Outcome {
    /** Copies the collections. */
    Claims {
        audience = List.copyOf(audience);
        scopes = Set.copyOf(scopes);
    }
}
