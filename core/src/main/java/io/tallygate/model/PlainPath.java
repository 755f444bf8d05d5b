package io.tallygate.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The rule for paths of which there is only one reading. Because the host behind the gate may decode and normalize in
 * its own way, a path that could mean another one is not plain: dot segments, empty segments, path parameters,
 * backslashes, characters outside visible ASCII, and, percent-encoded, any of {@code / . \ % ; ? #} and controls, what
 * is no UTF-8, and broken encoding (RFC 3986, 2.1, 3.3).
 */
public final class PlainPath {
    private static final String DELIMITERS = "\\;?#%";

    /** Which characters of ASCII mean nothing but themselves: most of a path, and each found by one read. */
    private static final boolean[] ORDINARY = ordinary();

    private PlainPath() {}

    private static boolean[] ordinary() {
        boolean[] ordinary = new boolean[0x80];
        for (char c = 0x21; c < 0x7F; c++) {
            ordinary[c] = c != '/' && DELIMITERS.indexOf(c) < 0;
        }
        return ordinary;
    }

    /**
     * Whether the first characters of a request target are a plain path. Allocates nothing for one in ASCII.
     *
     * @param target as the client sent it
     * @param end where the path ends: before the query
     */
    public static boolean isPlain(String target, int end) {
        if (end == 0 || target.charAt(0) != '/') {
            return false;
        }
        boolean ascii = true;
        int segment = 1;
        for (int i = 1; i < end; i++) {
            char c = target.charAt(i);
            if (isOrdinary(c)) {
                continue;
            }
            if (c == '%') {
                int octet = octet(target, i, end);
                if (!isHarmless(octet)) {
                    return false;
                }
                ascii &= octet < 0x80;
                i += 2;
            } else if (c == '/') {
                if (i == segment || isDots(target, segment, i)) {
                    return false;
                }
                segment = i + 1;
            } else {
                return false;
            }
        }
        return !isDots(target, segment, end) && (ascii || decode(target, end) != null);
    }

    /**
     * The path with its percent-encoding undone.
     *
     * @param rawPath as the client sent it, without the query
     * @return null when it is not plain
     */
    public static @Nullable String decoded(String rawPath) {
        if (!isPlain(rawPath, rawPath.length())) {
            return null;
        }
        return rawPath.indexOf('%') < 0 ? rawPath : decode(rawPath, rawPath.length());
    }

    private static boolean isOrdinary(char c) {
        return c < ORDINARY.length && ORDINARY[c];
    }

    private static boolean isDots(String path, int from, int to) {
        int length = to - from;
        return (length == 1 || length == 2) && path.charAt(from) == '.' && path.charAt(to - 1) == '.';
    }

    /** Spaces are: encoded, nobody takes them for an end. */
    private static boolean isHarmless(int octet) {
        return octet >= 0x20 && octet != 0x7F && octet != '/' && octet != '.' && DELIMITERS.indexOf(octet) < 0;
    }

    /** The octet that is encoded there; negative when the encoding is broken. */
    private static int octet(String path, int percent, int end) {
        boolean encoded = percent + 2 < end
                && HexFormat.isHexDigit(path.charAt(percent + 1))
                && HexFormat.isHexDigit(path.charAt(percent + 2));
        return encoded ? HexFormat.fromHexDigits(path, percent + 1, percent + 3) : -1;
    }

    /** Null when what is encoded is no UTF-8. */
    private static @Nullable String decode(String path, int end) {
        ByteBuffer bytes = ByteBuffer.allocate(end);
        for (int i = 0; i < end; i++) {
            boolean encoded = path.charAt(i) == '%';
            bytes.put((byte) (encoded ? octet(path, i, end) : path.charAt(i)));
            i += encoded ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
