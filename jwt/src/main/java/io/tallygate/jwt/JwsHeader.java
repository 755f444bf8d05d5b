package io.tallygate.jwt;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a protected header (RFC 7515, 4.1) decides anything. Keys and addresses that a header brings along
 * ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) are never looked at: a stranger does not choose our keys.
 *
 * @param algorithm how the token says it is signed
 * @param keyId which key, if it says so
 * @param type the media type of the token without {@code application/}, if it says so
 * @param critical the extensions that must be understood
 */
record JwsHeader(
        JoseAlgorithm algorithm,
        @Nullable String keyId,
        @Nullable String type,
        Set<String> critical) implements Outcome {
    /** Copies the set. */
    JwsHeader {
        critical = Set.copyOf(critical);
    }
}
