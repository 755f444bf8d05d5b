package io.tallygate.jwt;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private static final int LONGEST_TEXT = 256;
    private static final String MEDIA_TYPE = "application/";

    /** Copies the set. */
    JwsHeader {
        critical = Set.copyOf(critical);
    }

    /** A header, or why there is none. */
    static Outcome read(byte[] json) {
        Map<String, @Nullable Object> members = StrictJson.object(json);
        if (members == null) {
            return Refusal.HEADER_JSON;
        }
        if (!isText(members, "alg") || !isTextOrAbsent(members, "kid") || !isTextOrAbsent(members, "typ")) {
            return Refusal.HEADER_FIELD;
        }
        Set<String> critical = critical(members);
        if (critical == null) {
            return Refusal.CRITICAL;
        }
        JoseAlgorithm algorithm = JoseAlgorithm.named(String.valueOf(members.get("alg")));
        return algorithm == null
                ? Refusal.ALGORITHM
                : new JwsHeader(
                        algorithm, (String) members.get("kid"), mediaType((String) members.get("typ")), critical);
    }

    private static boolean isTextOrAbsent(Map<String, @Nullable Object> members, String name) {
        return !members.containsKey(name) || isText(members, name);
    }

    private static boolean isText(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof String text && !text.isEmpty() && text.length() <= LONGEST_TEXT;
    }

    /**
     * What {@code crit} lists: at least one extension, each once, and each there (4.1.11); null when it is anything else,
     * or the payload may not be base64url (RFC 7797), whether that is listed or not.
     */
    private static @Nullable Set<String> critical(Map<String, @Nullable Object> members) {
        if (members.containsKey("b64")) {
            return null;
        }
        if (!members.containsKey("crit")) {
            return Set.of();
        }
        if (!(members.get("crit") instanceof List<?> names) || names.isEmpty()) {
            return null;
        }
        Set<String> critical = new HashSet<>();
        for (Object name : names) {
            if (!(name instanceof String text) || !members.containsKey(text) || !critical.add(text)) {
                return null;
            }
        }
        return critical;
    }

    /** Without the prefix that may be left out (4.1.9). */
    private static @Nullable String mediaType(@Nullable String typ) {
        boolean prefixed = typ != null && typ.regionMatches(true, 0, MEDIA_TYPE, 0, MEDIA_TYPE.length());
        return typ != null && prefixed ? typ.substring(MEDIA_TYPE.length()) : typ;
    }
}
