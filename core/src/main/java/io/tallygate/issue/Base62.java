package io.tallygate.issue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * Text of {@code 0-9A-Za-z}, as names and secrets of keys are made of: it needs no escaping, and a double click selects it
 * whole. Its order is that of the characters.
 */
public final class Base62 {
    /** The characters of a checksum. */
    public static final int CHECKSUM = 6;

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final byte[] FOREIGN = foreigners();

    private Base62() {}

    private static byte[] foreigners() {
        byte[] foreign = new byte[0x100];
        Arrays.fill(foreign, (byte) 1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            foreign[ALPHABET.charAt(i)] = 0;
        }
        return foreign;
    }

    /** Whether there is no other character between those indexes. Allocates nothing. */
    public static boolean isAll(String text, int from, int to) {
        int foreign = 0;
        for (int i = from; i < to; i++) {
            foreign |= foreign(text.charAt(i));
        }
        return foreign == 0;
    }

    /**
     * Zero for what is in the alphabet. Without a branch, because in a random key no branch can be predicted; and by the
     * byte, as most strings store characters, so that neither mask nor shift is left of it when it is compiled.
     */
    private static int foreign(char c) {
        return c >>> 8 | FOREIGN[c & 0xFF];
    }

    /** So many random characters, of 5.95 bits each. */
    public static String random(RandomGenerator random, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return new String(text);
    }

    /** The last digits of a number that is not negative. */
    static String number(long value, int digits) {
        char[] text = new char[digits];
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            text[i] = digit(rest);
            rest /= ALPHABET.length();
        }
        return new String(text);
    }

    /** The number that those characters of the alphabet are. */
    static long number(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * ALPHABET.length() + ALPHABET.indexOf(text.charAt(i));
        }
        return value;
    }

    private static char digit(long value) {
        return ALPHABET.charAt((int) (value % ALPHABET.length()));
    }

    /**
     * The text and behind it its checksum, which is the CRC-32 of all its characters. It proves nothing; it tells a typing
     * error from a key without asking anybody, and lets scanners of source code tell a key from noise.
     */
    public static String checked(String text) {
        return text + number(checksum(text, 0, text.length()), CHECKSUM);
    }

    /** Whether what stands between those indexes, at least a checksum, was {@link #checked} and copied without an error. */
    public static boolean checksumHolds(String text, int from, int to) {
        int end = to - CHECKSUM;
        long rest = checksum(text, from, end);
        int wrong = 0;
        for (int i = to - 1; i >= end; i--) {
            wrong |= text.charAt(i) ^ digit(rest);
            rest /= ALPHABET.length();
        }
        return wrong == 0;
    }

    private static long checksum(String text, int from, int to) {
        CRC32 crc = new CRC32();
        for (int i = from; i < to; i++) {
            crc.update(text.charAt(i));
        }
        return crc.getValue();
    }
}
