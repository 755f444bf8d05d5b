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

    private static final String FORM = "ddddddddTddddddZ";
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SigV4Time() {}

    /** The second since 1970; negative when the text is none of that form, or of an earlier time. */
    static long epochSecond(String text) {
        if (!isOfForm(text)) {
            return -1;
        }
        int year = number(text, 0, 4);
        int month = number(text, 4, 6);
        int day = number(text, 6, DAY);
        int hour = number(text, 9, 11);
        int minute = number(text, 11, 13);
        int second = number(text, 13, 15);
        boolean legal = month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth()
                && hour < 24
                && minute < 60
                && second < 60;
        return legal ? LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600 + minute * 60 + second : -1;
    }

    /** The text of a second since 1970. */
    static String text(long epochSecond) {
        return TEXT.format(Instant.ofEpochSecond(epochSecond));
    }

    private static boolean isOfForm(String text) {
        boolean of = text.length() == FORM.length();
        for (int i = 0; of && i < text.length(); i++) {
            char c = text.charAt(i);
            of = FORM.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == FORM.charAt(i);
        }
        return of;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
