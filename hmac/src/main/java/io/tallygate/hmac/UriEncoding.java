package io.tallygate.hmac;

import java.util.HexFormat;

/**
 * Percent-encoding (RFC 3986, 2.1), and the one spelling that SigV4 wants of it: all but the unreserved characters, in upper
 * case. Texts stand for octets, one each (ISO 8859-1).
 */
final class UriEncoding {
    private static final String UPPER = "0123456789ABCDEF";

    private UriEncoding() {}

    /** Writes octets: as they are if they are unreserved, and encoded if they are not. */
    static void encode(Slice text, Octets out) {
        encode(text, Alphabet.UNRESERVED, out);
    }

    /** The same, and slashes as they are. */
    static void encodePath(Slice path, Octets out) {
        encode(path, Alphabet.UNRESERVED_OR_SLASH, out);
    }

    private static void encode(Slice slice, Alphabet plain, Octets out) {
        String text = slice.text();
        for (int at = slice.from(), run; at < slice.to(); at = run + 1) {
            run = plain.endIn(text, at, slice.to());
            out.add(text, at, run);
            if (run < slice.to()) {
                encode(text.charAt(run), out);
            }
        }
    }

    /**
     * Writes octets that may be encoded, each in its one spelling.
     *
     * @return false when one is not encoded as it must be
     */
    static boolean respell(String text, int from, int to, Octets out) {
        int at = from;
        while (at < to) {
            int run = Alphabet.UNRESERVED.endIn(text, at, to);
            out.add(text, at, run);
            if (run == to) {
                return true;
            }
            boolean encoded = text.charAt(run) == '%';
            int octet = encoded ? decode(text, run, to) : text.charAt(run);
            if (octet < 0) {
                return false;
            }
            encode(octet, out);
            at = run + (encoded ? 3 : 1);
        }
        return true;
    }

    private static void encode(int octet, Octets out) {
        if (Alphabet.UNRESERVED.has((char) octet)) {
            out.add((char) octet);
        } else {
            out.add('%').add(UPPER.charAt(octet >> 4 & 0xF)).add(UPPER.charAt(octet & 0xF));
        }
    }

    /** Whether an octet is encoded there, and would be encoded in just this way. */
    static boolean isOwnSpelling(String text, int percent, int end) {
        int octet = decode(text, percent, end);
        return octet >= 0
                && !Alphabet.UNRESERVED.has((char) octet)
                && text.charAt(percent + 1) == UPPER.charAt(octet >> 4)
                && text.charAt(percent + 2) == UPPER.charAt(octet & 0xF);
    }

    /** The octet that is encoded there; negative when it is broken. */
    static int decode(String text, int percent, int end) {
        boolean encoded = percent + 2 < end
                && HexFormat.isHexDigit(text.charAt(percent + 1))
                && HexFormat.isHexDigit(text.charAt(percent + 2));
        return encoded ? HexFormat.fromHexDigits(text, percent + 1, percent + 3) : -1;
    }
}
