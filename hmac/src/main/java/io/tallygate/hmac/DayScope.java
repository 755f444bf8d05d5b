package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What a derived key is good for: one brand of signatures, on one day, in one region. The key comes from the secret by
 * the chain of AWS Signature Version 4, {@code HMAC(HMAC(prefix + secret, day), region)}, so whoever has it can derive no
 * other day's or region's, and not the secret.
 *
 * @param prefix the brand, as it stands before the secret: 1 to 16 of {@code A-Z 0-9}
 * @param day the day in UTC as {@code yyyymmdd}: 8 digits
 * @param region 1 to 32 of {@code A-Z a-z 0-9 - _}
 */
record DayScope(String prefix, String day, String region) {
    /** The brand of this library's own signatures. */
    static final String OWN_PREFIX = "TALLYGATE4";

    static final int LONGEST_PREFIX = 16;
    static final int LONGEST_REGION = 32;
    private static final int DAY = 8;

    DayScope {
        if (!isPrefix(prefix) || !isDay(day) || !isRegion(region)) {
            throw new IllegalArgumentException(
                    "a scope must have a prefix of A-Z 0-9, a day as yyyymmdd and a region of"
                            + " A-Z a-z 0-9 - _, in 16, 8 and 32 characters");
        }
    }

    /** The scope that a request names, which may be any text; null when it cannot be one. */
    static @Nullable DayScope parse(String prefix, String day, String region) {
        return isPrefix(prefix) && isDay(day) && isRegion(region) ? new DayScope(prefix, day, region) : null;
    }

    /** The scope of that day. */
    static DayScope of(String prefix, LocalDate day, String region) {
        return new DayScope(prefix, day.format(DateTimeFormatter.BASIC_ISO_DATE), region);
    }

    /** @throws java.time.DateTimeException when there is no such day */
    LocalDate date() {
        return LocalDate.parse(day, DateTimeFormatter.BASIC_ISO_DATE);
    }

    static boolean isPrefix(String text) {
        boolean well = !text.isEmpty() && text.length() <= LONGEST_PREFIX;
        for (int i = 0; well && i < text.length(); i++) {
            char c = text.charAt(i);
            well = isDigit(c) || (c >= 'A' && c <= 'Z');
        }
        return well;
    }

    static boolean isRegion(String text) {
        boolean well = !text.isEmpty() && text.length() <= LONGEST_REGION;
        for (int i = 0; well && i < text.length(); i++) {
            char c = text.charAt(i);
            well = isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        }
        return well;
    }

    private static boolean isDay(String text) {
        boolean well = text.length() == DAY;
        for (int i = 0; well && i < DAY; i++) {
            well = isDigit(text.charAt(i));
        }
        return well;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The key of this scope, {@value MacKey#LENGTH} bytes. */
    Secret derive(Secret secret) {
        byte[] brand = prefix.getBytes(StandardCharsets.US_ASCII);
        byte[] root = new byte[brand.length + secret.length()];
        System.arraycopy(brand, 0, root, 0, brand.length);
        System.arraycopy(secret.reveal(), 0, root, brand.length, secret.length());
        return Secret.of(sign(sign(root, day), region));
    }

    private static byte[] sign(byte[] key, String text) {
        return new MacKey(key).sign(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return prefix + "/" + day + "/" + region;
    }
}
