package io.tallygate.jwt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64url without padding (RFC 7515, 2), one spelling for each byte string: no other character, no padding, and the
 * bits of the last character that carry nothing are zero. Decoding is the platform's, which takes a vector of characters
 * at a time where the processor can, and accepts more than canonical text; so a look at the characters goes before it.
 */
final class Base64Url {
    private static final int FOREIGN = 0x40;
    private static final byte[] VALUES = values();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /**
     * Whether so many characters are the one spelling of some bytes, apart from their alphabet.
     *
     * @param last what the last one is worth
     */
    private static boolean endsCanonically(int last, int length) {
        return switch (length & 3) {
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
        return from == to || (inAlphabet(text, from, to) && endsCanonically(value(text.charAt(to - 1)), to - from));
    }

    /** The same of characters that are bytes. Eight at a time, of which the last overlap with those before. */
    static boolean isCanonical(byte[] text, int from, int to) {
        if (to - from < Long.BYTES) {
            String few = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
            return isCanonical(few, 0, few.length());
        }
        long foreign = foreign(Words.at(text, to - Long.BYTES));
        for (int i = from; i < to - Long.BYTES; i += Long.BYTES) {
            foreign |= foreign(Words.at(text, i));
        }
        return foreign == 0 && endsCanonically(VALUES[text[to - 1]], to - from);
    }

    /**
     * Tells of each of eight bytes whether it is foreign: in its top bit. A byte below 0x80 is in a range from a to z when
     * the top bit is set of its sum with 0x80 - a, and not set of that with 0x7F - z; no sum reaches the next byte.
     */
    private static long foreign(long eight) {
        long ascii = eight & ~Words.TOP;
        long folded = ascii | Words.each(0x20); // '@', '[' and the like become none of the alphabet
        long in = inRange(folded, 'a', 'z')
                | inRange(ascii, '0', '9')
                | inRange(ascii, '-', '-')
                | inRange(ascii, '_', '_');
        return (~in | eight) & Words.TOP;
    }

    private static long inRange(long eight, char first, char last) {
        return (eight + Words.each(0x80 - first)) & ~(eight + Words.each(0x7F - last));
    }

    /** The bytes that canonical characters spell. */
    static byte[] decode(String text, int from, int to) {
        return DECODER.decode(ascii(text, from, to));
    }

    /** The same of characters that are bytes. */
    static byte[] decode(byte[] text, int from, int to) {
        return DECODER.decode(ByteBuffer.wrap(text, from, to - from)).array();
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
