package io.tallygate.hmac;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The times of SigV4: {@code 20260131T120000Z}, which is ISO 8601 in its basic form, to the second, in UTC. */
final class SigV4Time {
    /** The characters of the day. */
    static final int DAY = 8;

    private static final int LENGTH = 16;
    private static final int NONE = -10_000;
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SigV4Time() {}

    /** The second since 1970; negative when the text is none of that form, or of an earlier time. */
    static long epochSecond(String text) {
        if (text.length() != LENGTH || text.charAt(DAY) != 'T' || text.charAt(LENGTH - 1) != 'Z') {
            return -1;
        }
        int year = 100 * number(text, 0) + number(text, 2);
        int month = number(text, 4);
        int day = number(text, 6);
        int hour = number(text, 9);
        int minute = number(text, 11);
        int second = number(text, 13);
        boolean legal = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth()
                && isBelow(24, hour)
                && isBelow(60, minute)
                && isBelow(60, second);
        return legal ? LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600 + minute * 60 + second : -1;
    }

    /** The text of a second since 1970. */
    static String text(long epochSecond) {
        return TEXT.format(Instant.ofEpochSecond(epochSecond));
    }

    private static boolean isBelow(int end, int number) {
        return number >= 0 && number < end;
    }

    /** The number of two digits; far below zero when they are none. */
    private static int number(String text, int at) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        boolean digits = (tens | 9 - tens | ones | 9 - ones) >= 0;
        return digits ? 10 * tens + ones : NONE;
    }
}
