package io.tallygate.hmac;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Byte sequences of structured fields (RFC 9651, 3.3.5): base64 between colons, in its one spelling, so with padding and
 * with no bits behind the last byte (RFC 4648, 3.5).
 */
final class ByteSequence {
    private static final byte FOREIGN = -1;
    private static final byte[] VALUES = values();

    private ByteSequence() {}

    static String encode(byte[] bytes) {
        return ":" + Base64.getEncoder().encodeToString(bytes) + ":";
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
        int digits = (length * 8 + 5) / 6;
        int padding = -digits & 3;
        if (to - from != digits + padding + 2 || text.charAt(from) != ':' || text.charAt(to - 1) != ':') {
            return null;
        }
        byte[] bytes = new byte[length];
        int word = 0;
        int foreign = 0;
        for (int i = 0, at = 0; i < digits; i++) {
            int value = value(text.charAt(from + 1 + i));
            foreign |= value;
            word = word << 6 | (value & 0x3F);
            if ((i & 3) != 0) {
                bytes[at++] = (byte) (word >>> (6 - 2 * (i & 3)));
            }
        }
        return foreign >= 0 && endsWell(text, from + 1 + digits, padding, word) ? bytes : null;
    }

    private static boolean endsWell(String text, int from, int padding, int lastWord) {
        boolean padded = text.regionMatches(from, "==", 0, padding);
        return padded && (lastWord & ((1 << (2 * padding)) - 1)) == 0;
    }

    private static int value(char c) {
        return c > 0x7F ? FOREIGN : VALUES[c];
    }

    private static byte[] values() {
        byte[] values = new byte[0x80];
        Arrays.fill(values, FOREIGN);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
