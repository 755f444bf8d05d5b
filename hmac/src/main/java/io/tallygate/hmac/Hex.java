package io.tallygate.hmac;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Codes and hashes of 32 bytes as SigV4 spells them: 64 hexadecimal digits, in lower case only. */
final class Hex {
    private static final int DIGITS = 2 * MacKey.LENGTH;
    private static final String ALPHABET = "0123456789abcdef";
    private static final byte FOREIGN = -1;
    private static final VarHandle TWO_BYTES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /** The digits of each byte. */
    private static final short[] PAIRS = pairs();

    private static final byte[] VALUES = values();

    private Hex() {}

    static boolean isCode(String text) {
        return code(Slice.whole(text)) != null;
    }

    /** The bytes of a code that was found to be one. */
    static byte[] bytes(String code) {
        byte[] bytes = code(Slice.whole(code));
        if (bytes == null) {
            throw new IllegalArgumentException("a code must have " + DIGITS + " digits of 0-9 a-f");
        }
        return bytes;
    }

    /** The bytes of a code; null when it is none. */
    static byte @Nullable [] code(Slice digits) {
        if (digits.length() != DIGITS) {
            return null;
        }
        String text = digits.text();
        int from = digits.from();
        byte[] code = new byte[MacKey.LENGTH];
        int all = 0;
        for (int i = 0; i < MacKey.LENGTH; i++) {
            int octet = value(text.charAt(from + 2 * i)) << 4 | value(text.charAt(from + 2 * i + 1));
            all |= octet;
            code[i] = (byte) octet;
        }
        return all < 0 ? null : code;
    }

    /** Writes two digits for each byte from a place on. */
    static void write(byte[] bytes, byte[] out, int at) {
        for (int i = 0; i < bytes.length; i++) {
            TWO_BYTES.set(out, at + 2 * i, PAIRS[bytes[i] & 0xFF]);
        }
    }

    /** Negative when it is none. */
    private static int value(char digit) {
        return digit > 0x7F ? FOREIGN : VALUES[digit];
    }

    private static short[] pairs() {
        short[] pairs = new short[0x100];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (ALPHABET.charAt(i >> 4) << 8 | ALPHABET.charAt(i & 0xF));
        }
        return pairs;
    }

    private static byte[] values() {
        byte[] values = new byte[0x80];
        Arrays.fill(values, FOREIGN);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
