package io.tallygate.hmac;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64url without padding (RFC 4648, 5), in the one spelling of each byte string. */
final class Base64Url {
    private Base64Url() {}

    static String encode(byte[] bytes) {
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.ISO_8859_1);
    }

    /** The bytes that canonical characters spell. */
    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /**
     * Whether the characters from an index on spell some bytes, and the bits of the last one that carry nothing are zero.
     * Allocates nothing.
     */
    static boolean isCanonical(String text, int from) {
        if (Alphabet.BASE64URL.endIn(text, from) < text.length()) {
            return false;
        }
        return switch ((text.length() - from) & 3) {
            case 0 -> true;
            case 2 -> "AQgw".indexOf(last(text)) >= 0;
            case 3 -> "AEIMQUYcgkosw048".indexOf(last(text)) >= 0;
            default -> false;
        };
    }

    private static char last(String text) {
        return text.charAt(text.length() - 1);
    }
}
