package io.tallygate.jwt;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the header of one token in one pass; only one with extensions takes another. */
final class HeaderReader {
    private static final int LONGEST_TEXT = 256;
    private static final String MEDIA_TYPE = "application/";

    private final byte[] bytes;
    private final JsonReader json;
    private boolean wellFormed = true;
    private boolean extended;
    private @Nullable String alg;
    private @Nullable String kid;
    private @Nullable String typ;

    private HeaderReader(byte[] bytes) {
        this.bytes = bytes;
        this.json = new JsonReader(bytes);
    }

    /** A {@link JwsHeader}, or why there is none. */
    static Outcome read(byte[] json) {
        return new HeaderReader(json).read();
    }

    private Outcome read() {
        boolean object = json.beginObject();
        while (object && json.nextMember()) {
            readMember(json.name());
        }
        if (!object || !json.isWhole()) {
            return Refusal.HEADER_JSON;
        }
        return !wellFormed || alg == null ? Refusal.HEADER_FIELD : header(alg);
    }

    private Outcome header(String itsAlgorithm) {
        Set<String> critical = extended ? critical(StrictJson.object(bytes)) : Set.of();
        if (critical == null) {
            return Refusal.CRITICAL;
        }
        JoseAlgorithm algorithm = JoseAlgorithm.named(itsAlgorithm);
        return algorithm == null ? Refusal.ALGORITHM : new JwsHeader(algorithm, kid, mediaType(typ), critical);
    }

    private void readMember(String name) {
        switch (name) {
            case "alg" -> alg = text();
            case "kid" -> kid = text();
            case "typ" -> typ = text();
            case "crit", "b64" -> {
                extended = true;
                json.skip();
            }
            default -> json.skip();
        }
    }

    private @Nullable String text() {
        String text = json.text();
        if (text == null) {
            json.skip();
        }
        wellFormed &= text != null && !text.isEmpty() && text.length() <= LONGEST_TEXT;
        return text;
    }

    /**
     * What {@code crit} lists: at least one extension, each once, and each there (4.1.11); null when it is anything else,
     * or the payload may not be base64url (RFC 7797), whether that is listed or not.
     */
    private static @Nullable Set<String> critical(@Nullable Map<String, @Nullable Object> members) {
        if (members == null || members.containsKey("b64")) {
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
