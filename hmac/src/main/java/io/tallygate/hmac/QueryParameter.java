package io.tallygate.hmac;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A single parameter of a query, in the one spelling that signatures cover (RFC 9421, 2.2.8): decoded as a form, where
 * {@code +} is a space, and encoded again, each byte but letters, digits and {@code *-._}.
 */
final class QueryParameter {
    /** How many are looked through: each component looks through all, for whoever names a key. */
    private static final int MOST = 128;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QueryParameter() {}

    /**
     * The value of the only parameter of a name.
     *
     * @param name as it is spelled in a signature
     * @return null when there is none of that name, or another beside it, or the query cannot be decoded, or has more than
     *     {@value #MOST} parameters
     */
    static @Nullable String find(String target, Slice name) {
        String found = null;
        int query = target.indexOf('?');
        int at = query < 0 ? target.length() + 1 : query + 1;
        for (int count = 0; at <= target.length(); count++) {
            if (count == MOST) {
                return null;
            }
            int end = indexOf(target, '&', at, target.length());
            int equals = indexOf(target, '=', at, end);
            String other = respelled(target, at, equals);
            if (other == null || (name.is(other) && found != null)) {
                return null;
            }
            if (name.is(other)) {
                found = respelled(target, Math.min(equals + 1, end), end);
                if (found == null) {
                    return null;
                }
            }
            at = end + 1;
        }
        return found;
    }

    private static int indexOf(String text, char c, int from, int to) {
        int at = text.indexOf(c, from);
        return at < 0 || at > to ? to : at;
    }

    private static @Nullable String respelled(String text, int from, int to) {
        byte[] bytes = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int octet = UriEncoding.decode(text, i, to);
                if (octet < 0) {
                    return null;
                }
                bytes[length++] = (byte) octet;
                i += 2;
            } else if (c > 0x7E) {
                return null;
            } else {
                bytes[length++] = c == '+' ? (byte) ' ' : (byte) c;
            }
        }
        return isUtf8(bytes, length) ? encoded(bytes, length) : null;
    }

    private static boolean isUtf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String encoded(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "*-._".indexOf(c) >= 0) {
                text.append(c);
            } else {
                HEX.toHexDigits(text.append('%'), bytes[i]);
            }
        }
        return text.toString();
    }
}
