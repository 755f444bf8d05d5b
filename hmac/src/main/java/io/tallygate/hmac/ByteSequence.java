package io.tallygate.hmac;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Byte sequences of structured fields (RFC 9651, 3.3.5): base64 between colons, in its one spelling, so with padding and
 * with no bits behind the last byte (RFC 4648, 3.5).
 */
final class ByteSequence {
    private static final int FOREIGN = -1;
    private static final int[] VALUES = values();

    private ByteSequence() {}

    static String encode(byte[] bytes) {
        return ":" + Base64.getEncoder().encodeToString(bytes) + ":";
    }

    /** As how many characters so many bytes are spelled, with both colons. */
    static int characters(int length) {
        return (length + 2) / 3 * 4 + 2;
    }

    /**
     * The bytes between two colons.
     *
     * @param from the first colon
     * @param to behind the second
     * @param length how many bytes there must be
     * @return null when it is not so many, or not their one spelling
     */
    static byte @Nullable [] decode(String text, int from, int to, int length) {
        if (to - from != characters(length) || text.charAt(from) != ':' || text.charAt(to - 1) != ':') {
            return null;
        }
        byte[] bytes = new byte[length];
        int groups = length / 3;
        int foreign = 0;
        for (int i = 0; i < groups; i++) {
            int word = word(text, from + 1 + 4 * i);
            foreign |= word;
            bytes[3 * i] = (byte) (word >> 16);
            bytes[3 * i + 1] = (byte) (word >> 8);
            bytes[3 * i + 2] = (byte) word;
        }
        boolean well = foreign >= 0 && decodeRest(text, from + 1 + 4 * groups, bytes, 3 * groups);
        return well ? bytes : null;
    }

    /** What four digits spell; negative when one is none. */
    private static int word(String text, int at) {
        return value(text.charAt(at)) << 18
                | value(text.charAt(at + 1)) << 12
                | value(text.charAt(at + 2)) << 6
                | value(text.charAt(at + 3));
    }

    /** The last one or two bytes, from digits and padding; false when they are not in their one spelling. */
    private static boolean decodeRest(String text, int from, byte[] bytes, int at) {
        int left = bytes.length - at;
        if (left == 0) {
            return true;
        }
        boolean two = left == 2;
        int word = value(text.charAt(from)) << 18
                | value(text.charAt(from + 1)) << 12
                | (two ? value(text.charAt(from + 2)) << 6 : 0);
        bytes[at] = (byte) (word >> 16);
        if (two) {
            bytes[at + 1] = (byte) (word >> 8);
        }
        int unused = word & (two ? 0xFF : 0xFFFF);
        return word >= 0 && unused == 0 && text.startsWith(two ? "=" : "==", from + left + 1);
    }

    private static int value(char c) {
        return c < VALUES.length ? VALUES[c] : FOREIGN;
    }

    private static int[] values() {
        int[] values = new int[0x80];
        Arrays.fill(values, FOREIGN);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = i;
        }
        return values;
    }
}
