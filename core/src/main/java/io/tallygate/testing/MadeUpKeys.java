package io.tallygate.testing;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * API keys that nobody issued, as somebody makes them up who knows how keys are spelled: written from the description of
 * {@code io.tallygate.apikey} and not with its code. As thread-safe as the source of chance.
 */
public final class MadeUpKeys {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BIRTH = 6;
    private static final int CHANCE = 7;
    private static final int SECRET = 22;
    private static final int CHECKSUM = 6;

    private final String marker;
    private final RandomGenerator random;

    /** Keys of that prefix, such as {@code tg}. */
    public MadeUpKeys(String prefix, RandomGenerator random) {
        this.marker = prefix + "_";
        this.random = random;
    }

    /** Looks like a key; its checksum is wrong but for one in four thousand million. */
    public String text() {
        return marker + chance(BIRTH + CHANCE + SECRET + CHECKSUM);
    }

    /** A key of a name that nobody has, born in that second since 1970. */
    public String wellFormed(long bornEpochSecond) {
        return withChecksum(marker + number(bornEpochSecond, BIRTH) + chance(CHANCE + SECRET));
    }

    /** A key of the same name as a real one, with another secret. */
    public String nearMiss(String realKey) {
        return withChecksum(realKey.substring(0, marker.length() + BIRTH + CHANCE) + chance(SECRET));
    }

    private static String withChecksum(String unchecked) {
        CRC32 crc = new CRC32();
        crc.update(unchecked.getBytes(StandardCharsets.US_ASCII));
        return unchecked + number(crc.getValue(), CHECKSUM);
    }

    private static String number(long value, int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (long rest = value; text.length() < digits; rest /= ALPHABET.length()) {
            text.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
        }
        return text.reverse().toString();
    }

    private String chance(int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
