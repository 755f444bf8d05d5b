package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SigV4TimeTest {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** What the platform makes of it; negative when that is no time, or one before 1970. */
    private static long expected(String text) {
        try {
            return Math.max(-1, LocalDateTime.parse(text, FORM).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return -1;
        }
    }

    @Test
    void readsWhatItWrites() {
        long end = expected("99991231T235959Z");
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long second = random.nextLong(end + 1);
            assertThat(SigV4Time.epochSecond(SigV4Time.text(second)))
                    .as("seed %s", seed)
                    .isEqualTo(second);
        }
    }

    /** With each character in turn another one, so also months, days, hours, minutes and seconds that there are none of. */
    @Test
    void takesOneFormOnly() {
        int good = 0;
        for (String text : new String[] {"20260131T120000Z", "20240229T235959Z", "19700101T000000Z"}) {
            for (int at = 0; at < text.length(); at++) {
                for (char c = 0; c < 0x100; c++) {
                    String other = text.substring(0, at) + c + text.substring(at + 1);
                    boolean digit = c >= '0' && c <= '9';
                    long second = digit || c == text.charAt(at) ? expected(other) : -1;
                    assertThat(Math.max(-1, SigV4Time.epochSecond(other)))
                            .as(other)
                            .isEqualTo(second);
                    good += second >= 0 ? 1 : 0;
                }
            }
        }
        assertThat(good).isGreaterThan(100);
    }

    @Test
    void takesSixteenCharacters() {
        for (String bad : new String[] {"", "20260131", "20260131T120000", "20260131T120000ZZ", "020260131T12000Z"}) {
            assertThat(SigV4Time.epochSecond(bad)).as(bad).isNegative();
        }
    }
}
