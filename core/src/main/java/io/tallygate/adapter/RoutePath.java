package io.tallygate.adapter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one spelling of a path that all hosts understand alike. Hosts differ in what they make of dot segments,
 * empty segments, path parameters, backslashes and encoded delimiters; a path with any of these has no plain form.
 */
final class RoutePath {
    private RoutePath() {}

    /**
     * The path with its percent-encoding undone and without a trailing slash.
     *
     * @param raw as sent, without the query
     * @return null when the path has another spelling
     */
    static @Nullable String of(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            return null;
        }
        String path = isLiteral(raw) ? raw : decode(raw);
        return path != null && isPlain(path) ? withoutTrailingSlash(path) : null;
    }

    private static boolean isLiteral(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    /** Whether a decoded path that begins with a slash has no part that hosts understand differently. */
    static boolean isPlain(String path) {
        int segment = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '/';
            if (c == '/') {
                boolean empty = i == segment && i < path.length();
                if (empty || isDots(path, segment, i)) {
                    return false;
                }
                segment = i + 1;
            } else if (isAmbiguous(c)) {
                return false;
            }
        }
        return true;
    }

    /** A percent sign that is left after decoding may be decoded again by somebody else. */
    private static boolean isAmbiguous(char c) {
        return c < 0x20 || c == 0x7F || c == ';' || c == '\\' || c == '?' || c == '#' || c == '%';
    }

    private static boolean isDots(String path, int from, int to) {
        int length = to - from;
        return length > 0 && length <= 2 && path.charAt(from) == '.' && path.charAt(to - 1) == '.';
    }

    private static String withoutTrailingSlash(String path) {
        int last = path.length() - 1;
        return last > 0 && path.charAt(last) == '/' ? path.substring(0, last) : path;
    }

    private static @Nullable String decode(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean encoded = c == '%';
            int octet = encoded ? octet(raw, i) : c;
            if (octet < 0 || c > 0x7E || (encoded && octet == '/')) {
                return null;
            }
            bytes.put((byte) octet);
            i += encoded ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int octet(String raw, int percent) {
        if (percent + 2 >= raw.length()) {
            return -1;
        }
        int high = hex(raw.charAt(percent + 1));
        int low = hex(raw.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
