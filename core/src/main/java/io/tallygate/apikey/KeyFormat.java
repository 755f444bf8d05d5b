package io.tallygate.apikey;

import io.tallygate.model.CredentialId;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How keys of one prefix are spelled; the package's description says how. Immutable.
 *
 * <p>The checksum is the CRC-32 of all characters before it. It proves nothing; it tells a typing error from a key
 * without asking anybody, and lets scanners of source code tell a key from noise.
 */
final class KeyFormat {
    static final int MAX_PREFIX = 13;

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final byte[] FOREIGN = foreigners();
    private static final int BIRTH = 6;
    private static final int ID = BIRTH + 7;
    private static final int SECRET = 22;
    private static final int CHECKSUM = 6;

    /** The prefix and its underscore. */
    private final String marker;

    /** @param prefix one that has no {@link #fault} */
    KeyFormat(String prefix) {
        this.marker = prefix + "_";
    }

    /** What is wrong with a prefix and what to do about it; null when nothing is. */
    static @Nullable String fault(String prefix) {
        boolean well = !prefix.isEmpty() && prefix.length() <= MAX_PREFIX;
        for (int i = 0; well && i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            boolean inner = i > 0 && ((c >= '0' && c <= '9') || (c == '_' && i < prefix.length() - 1));
            well = (c >= 'a' && c <= 'z') || inner;
        }
        return well
                ? null
                : "key prefix must be a lower-case letter and up to " + (MAX_PREFIX - 1)
                        + " of a-z, 0-9 and inner _, was \"" + prefix + "\"; choose one such as \"tg\"";
    }

    String marker() {
        return marker;
    }

    private int length() {
        return marker.length() + ID + SECRET + CHECKSUM;
    }

    /** Whether these characters have the form of a key. Ignores the checksum; allocates nothing. */
    boolean wellFormed(String text, int from, int to) {
        if (to - from != length() || !text.startsWith(marker, from)) {
            return false;
        }
        int foreign = 0;
        for (int i = from + marker.length(); i < to; i++) {
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

    private static boolean inAlphabet(char c) {
        return foreign(c) == 0;
    }

    private static byte[] foreigners() {
        byte[] foreign = new byte[0x100];
        Arrays.fill(foreign, (byte) 1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            foreign[ALPHABET.charAt(i)] = 0;
        }
        return foreign;
    }

    /** Whether these characters, a well-formed key, have been copied without an error. Allocates nothing to speak of. */
    static boolean checksumHolds(String text, int from, int to) {
        int end = to - CHECKSUM;
        long rest = checksum(text, from, end);
        int wrong = 0;
        for (int i = to - 1; i >= end; i--) {
            wrong |= text.charAt(i) ^ digit(rest);
            rest /= ALPHABET.length();
        }
        return wrong == 0;
    }

    /** The name of the record of the well-formed key of any prefix that stands there. */
    static CredentialId idOf(String text, int from, int to) {
        return new CredentialId(text.substring(from, to - SECRET - CHECKSUM));
    }

    /** Whether a record's name is one that this format gives. */
    boolean names(CredentialId id) {
        String value = id.value();
        return value.startsWith(marker)
                && value.length() == marker.length() + ID
                && value.chars().skip(marker.length()).allMatch(c -> inAlphabet((char) c));
    }

    /** The second since 1970 in which a key was issued, as its name tells. */
    static long birthSecond(CredentialId id) {
        String value = id.value();
        int from = value.length() - ID;
        long second = 0;
        for (int i = from; i < from + BIRTH; i++) {
            second = second * ALPHABET.length() + ALPHABET.indexOf(value.charAt(i));
        }
        return second;
    }

    /** A new name. */
    CredentialId newId(long epochSecond, RandomGenerator random) {
        return new CredentialId(marker + number(Math.max(0, epochSecond), BIRTH) + chance(random, ID - BIRTH));
    }

    /** A new key under a name of this format. */
    static String newKey(CredentialId id, RandomGenerator random) {
        String unchecked = id.value() + chance(random, SECRET);
        return unchecked + number(checksum(unchecked, 0, unchecked.length()), CHECKSUM);
    }

    private static long checksum(String text, int from, int to) {
        CRC32 crc = new CRC32();
        for (int i = from; i < to; i++) {
            crc.update(text.charAt(i));
        }
        return crc.getValue();
    }

    private static String number(long value, int digits) {
        char[] text = new char[digits];
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            text[i] = digit(rest);
            rest /= ALPHABET.length();
        }
        return new String(text);
    }

    /** The last digit of a number. */
    private static char digit(long value) {
        return ALPHABET.charAt((int) (value % ALPHABET.length()));
    }

    private static String chance(RandomGenerator random, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return new String(text);
    }
}
