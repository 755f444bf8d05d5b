package io.tallygate.hmac;

import java.util.HexFormat;

/**
 * Percent-encoding (RFC 3986, 2.1), and the one spelling that SigV4 wants of it: all but the unreserved characters, in upper
 * case. Texts stand for octets, one each (ISO 8859-1).
 */
final class UriEncoding {
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private UriEncoding() {}

    static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** Writes the octet as it is if it is unreserved, and encoded if it is not. */
    static void encode(char octet, StringBuilder out) {
        if (isUnreserved(octet)) {
            out.append(octet);
        } else {
            out.append('%');
            UPPER.toHexDigits(out, (byte) octet);
        }
    }

    /** The octet that is encoded there; negative when it is broken. */
    static int decode(String text, int percent, int end) {
        boolean encoded = percent + 2 < end
                && HexFormat.isHexDigit(text.charAt(percent + 1))
                && HexFormat.isHexDigit(text.charAt(percent + 2));
        return encoded ? HexFormat.fromHexDigits(text, percent + 1, percent + 3) : -1;
    }
}
