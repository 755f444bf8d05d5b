package io.tallygate.apikey;

import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Parsed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key in a request. On the hot path: looks at characters where they stand and allocates the one result.
 *
 * @param formats how keys are spelled: at least one; no key is well-formed in two
 * @param header the field that holds nothing but a key, or null
 * @param bearer whether {@code Authorization: Bearer} is looked at; other people's tokens in it are left to them
 * @param parameter the query parameter that holds nothing but a key, or null
 */
record KeyPlaces(
        List<KeyFormat> formats,
        @Nullable String header,
        boolean bearer,
        @Nullable String parameter) {
    private static final String BEARER = "Bearer ";

    Parsed find(InboundRequest request) {
        Parsed inHeader = header == null ? Parsed.absent() : inHeader(request.headers(header));
        Parsed inBearer = bearer ? inAuthorization(request.headers("Authorization")) : Parsed.absent();
        Parsed inQuery = parameter == null ? Parsed.absent() : inQuery(request.target(), parameter);
        return only(only(inHeader, inBearer), inQuery);
    }

    /** A key in two places is as much a mistake as two keys in one. */
    private static Parsed only(Parsed one, Parsed other) {
        if (one == Parsed.absent()) {
            return other;
        }
        return other == Parsed.absent() ? one : Parsed.malformed();
    }

    private Parsed inHeader(List<String> lines) {
        if (lines.isEmpty()) {
            return Parsed.absent();
        }
        return lines.size() == 1 ? keyAt(lines.get(0), 0, lines.get(0).length()) : Parsed.malformed();
    }

    private Parsed inAuthorization(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.regionMatches(true, 0, BEARER, 0, BEARER.length()) && isOurs(line, BEARER.length())) {
                return lines.size() == 1 ? keyAt(line, BEARER.length(), line.length()) : Parsed.malformed();
            }
        }
        return Parsed.absent();
    }

    private boolean isOurs(String text, int from) {
        for (int i = 0; i < formats.size(); i++) {
            if (text.startsWith(formats.get(i).marker(), from)) {
                return true;
            }
        }
        return false;
    }

    private Parsed inQuery(String target, String name) {
        Parsed found = Parsed.absent();
        int at = target.indexOf('?') + 1;
        while (at > 0 && at <= target.length()) {
            int end = endOfParameter(target, at);
            if (named(target, at, end, name)) {
                found = only(found, keyAt(target, Math.min(at + name.length() + 1, end), end));
            }
            at = end + 1;
        }
        return found;
    }

    private static int endOfParameter(String target, int at) {
        int ampersand = target.indexOf('&', at);
        return ampersand < 0 ? target.length() : ampersand;
    }

    private static boolean named(String target, int at, int end, String name) {
        int after = at + name.length();
        return target.startsWith(name, at) && (after == end || (after < end && target.charAt(after) == '='));
    }

    private Parsed keyAt(String text, int from, int to) {
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i).wellFormed(text, from, to)) {
                return new PresentedKey(text, from, to);
            }
        }
        return Parsed.malformed();
    }
}
