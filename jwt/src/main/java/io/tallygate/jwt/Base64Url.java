package io.tallygate.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64url without padding (RFC 7515, 2), one spelling for each byte string: no other character, no padding, and the
 * bits of the last character that carry nothing are zero.
 */
final class Base64Url {
    private static final int FOREIGN = 0x40;
    private static final byte[] VALUES = values();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /**
     * Whether the characters are the one spelling of some bytes, apart from their alphabet, which
     * {@link #inAlphabet} tells.
     */
    static boolean endsCanonically(String text, int from, int to) {
        int last = value(text.charAt(to - 1));
        return switch ((to - from) & 3) {
            case 0 -> true;
            case 2 -> (last & 0xF) == 0;
            case 3 -> (last & 0x3) == 0;
            default -> false;
        };
    }

    /** Whether all characters are in the alphabet. Without a way out of the loop: in a token no branch can be predicted. */
    static boolean inAlphabet(String text, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= value(text.charAt(i));
        }
        return (all & FOREIGN) == 0;
    }

    static boolean isCanonical(String text, int from, int to) {
        return from == to || (inAlphabet(text, from, to) && endsCanonically(text, from, to));
    }

    /**
     * The bytes that canonical characters spell. By the platform's decoder, which takes a vector of them at a time.
     *
     * @throws IllegalArgumentException when it finds that they are not canonical, which it does not always
     */
    static byte[] decode(String text, int from, int to) {
        return DECODER.decode(ascii(text, from, to));
    }

    /** The characters as bytes, of which each must be ASCII. */
    @SuppressWarnings("deprecation") // a range, without a coder: of ASCII nothing is cut off
    static byte[] ascii(String text, int from, int to) {
        byte[] ascii = new byte[to - from];
        text.getBytes(from, to, ascii, 0);
        return ascii;
    }

    /** One of the bytes, in 0 to 255, that canonical characters from there on spell. */
    static int byteAt(String text, int from, int index) {
        int bit = index * 8;
        int first = from + bit / 6;
        int both = value(text.charAt(first)) << 6 | value(text.charAt(first + 1));
        return both >>> (4 - bit % 6) & 0xFF;
    }

    static String encode(byte[] bytes) {
        return new String(ENCODER.encode(bytes), StandardCharsets.ISO_8859_1);
    }

    private static int value(char c) {
        return c > 0x7F ? FOREIGN : VALUES[c];
    }

    private static byte[] values() {
        byte[] values = new byte[0x80];
        Arrays.fill(values, (byte) FOREIGN);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
