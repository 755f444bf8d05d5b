package io.tallygate.quota.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BillingCalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "monthly/UTC,           2024-02-29T23:59:59Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "monthly/UTC,           2023-12-31T23:59:59Z, 2023-12-01T00:00:00Z, 2024-01-01T00:00:00Z",
        "monthly@15/UTC,        2024-01-14T23:59:59Z, 2023-12-15T00:00:00Z, 2024-01-15T00:00:00Z",
        "monthly@15/UTC,        2024-01-15T00:00:00Z, 2024-01-15T00:00:00Z, 2024-02-15T00:00:00Z",
        "monthly@28/UTC,        2023-03-27T12:00:00Z, 2023-02-28T00:00:00Z, 2023-03-28T00:00:00Z",
        "weekly/UTC,            2024-12-31T12:00:00Z, 2024-12-30T00:00:00Z, 2025-01-06T00:00:00Z",
        "weekly/UTC,            2024-12-29T23:59:59Z, 2024-12-23T00:00:00Z, 2024-12-30T00:00:00Z",
        "hourly/UTC,            2024-12-31T23:59:59Z, 2024-12-31T23:00:00Z, 2025-01-01T00:00:00Z",
        "monthly/Europe/Berlin, 2024-03-31T21:59:59Z, 2024-02-29T23:00:00Z, 2024-03-31T22:00:00Z",
        "monthly/Europe/Berlin, 2024-03-31T22:00:00Z, 2024-03-31T22:00:00Z, 2024-04-30T22:00:00Z",
        "monthly/Asia/Kolkata,  2024-05-31T18:29:59Z, 2024-04-30T18:30:00Z, 2024-05-31T18:30:00Z",
        "daily/-03:30,          2024-05-31T03:29:59Z, 2024-05-30T03:30:00Z, 2024-05-31T03:30:00Z",
    })
    void cutsTimeByTheWallClockOfItsZone(BillingCalendar calendar, Instant at, Instant start, Instant end) {
        assertThat(calendar.windowAt(at)).isEqualTo(new Window(start, end));
        assertThat(calendar.windowAt(at.toEpochMilli())).isEqualTo(new Window(start, end));
    }

    @ParameterizedTest(name = "{0} at {1} lasts {3}")
    @CsvSource({
        // Clocks put forward and back in the small hours.
        "daily/Europe/Berlin,        2024-03-31T12:00:00Z, 2024-03-30T23:00:00Z, PT23H",
        "daily/Europe/Berlin,        2024-10-27T12:00:00Z, 2024-10-26T22:00:00Z, PT25H",
        "weekly/Europe/Berlin,       2024-10-27T12:00:00Z, 2024-10-20T22:00:00Z, PT169H",
        // By half an hour.
        "daily/Australia/Lord_Howe,  2024-04-07T00:00:00Z, 2024-04-06T13:00:00Z, PT24H30M",
        "daily/Australia/Lord_Howe,  2024-10-06T00:00:00Z, 2024-10-05T13:30:00Z, PT23H30M",
        "hourly/Australia/Lord_Howe, 2024-04-06T15:10:00Z, 2024-04-06T14:00:00Z, PT1H30M",
        "hourly/Australia/Lord_Howe, 2024-10-05T15:40:00Z, 2024-10-05T15:30:00Z, PT30M",
        // An hour that is there twice, and one that is not there.
        "hourly/Europe/Berlin,       2024-10-27T01:30:00Z, 2024-10-27T00:00:00Z, PT2H",
        "hourly/Europe/Berlin,       2024-03-31T01:00:00Z, 2024-03-31T01:00:00Z, PT1H",
        // Midnight that is not there, and the hour before midnight that is there twice.
        "daily/America/Sao_Paulo,    2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, PT23H",
        "daily/America/Sao_Paulo,    2018-02-18T02:30:00Z, 2018-02-17T02:00:00Z, PT25H",
        // At 00:01 on 7 November back to 23:01 on the 6th: the 7th has begun and does not end again.
        "daily/America/St_Johns,     2010-11-07T02:45:00Z, 2010-11-07T02:30:00Z, PT25H",
        // 30 December 2011 is not there: the 29th is followed by the 31st.
        "daily/Pacific/Apia,         2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, PT24H",
        "daily/Pacific/Apia,         2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, PT24H",
        "monthly/Pacific/Apia,       2011-12-30T10:00:00Z, 2011-12-01T10:00:00Z, PT720H",
    })
    void staysRightWhenClocksAreChanged(BillingCalendar calendar, Instant at, Instant start, Duration length) {
        assertThat(calendar.windowAt(at)).isEqualTo(new Window(start, start.plus(length)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "monthly/UTC",
                "monthly/Europe/Berlin",
                "monthly@2/UTC",
                "monthly@28/America/Argentina/Ushuaia",
                "weekly/+05:30",
                "daily/Asia/Kolkata",
                "hourly/UTC"
            })
    void readsBackWhatItWrites(String text) {
        assertThat(BillingCalendar.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "monthly",
                "monthly/",
                "/UTC",
                "Monthly/UTC",
                "yearly/UTC",
                "monthly@1/UTC",
                "monthly@0/UTC",
                "monthly@02/UTC",
                "monthly@29/UTC",
                "monthly@/UTC",
                "daily@2/UTC",
                "monthly/Z",
                "monthly/Etc/UTC",
                "monthly/europe/berlin",
                "monthly/Nowhere/Atlantis",
                "monthly/UTC ",
                " monthly/UTC",
                "monthly/+5",
                "monthly/../UTC"
            })
    void refusesAnyOtherSpelling(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BillingCalendar.parse(text))
                .withMessageStartingWith("calendar must read like \"monthly/Europe/Berlin\", was \"" + text + "\"");
    }

    @Test
    void doesNotRepeatAnEndlessTextInItsMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BillingCalendar.parse("monthly/" + "A".repeat(100_000)))
                .withMessage("calendar must read like \"monthly/Europe/Berlin\", was 100008 characters");
    }

    @Test
    void takesAllNamesOfOneOffsetForOneCalendar() {
        BillingCalendar utc = BillingCalendar.monthly(ZoneOffset.UTC);

        assertThat(BillingCalendar.monthly(ZoneId.of("UTC"))).isEqualTo(utc);
        assertThat(BillingCalendar.monthly(ZoneId.of("Etc/UTC"))).isEqualTo(utc);
        assertThat(BillingCalendar.monthly(BERLIN)).isNotEqualTo(utc).isNotEqualTo(BillingCalendar.daily(BERLIN));
    }

    @Test
    void offersEachCycle() {
        assertThat(BillingCalendar.hourly(BERLIN)).hasToString("hourly/Europe/Berlin");
        assertThat(BillingCalendar.daily(BERLIN)).hasToString("daily/Europe/Berlin");
        assertThat(BillingCalendar.weekly(BERLIN)).hasToString("weekly/Europe/Berlin");
        assertThat(BillingCalendar.monthly(BERLIN, 15)).hasToString("monthly@15/Europe/Berlin");
    }

    @ParameterizedTest
    @CsvSource({"MONTHLY, 0, 28", "MONTHLY, 29, 28", "MONTHLY, -1, 28", "DAILY, 2, 1", "HOURLY, 0, 1"})
    void refusesAnchorDaysThatSomeMonthsLack(BillingCalendar.Cycle cycle, int anchorDay, int last) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BillingCalendar(cycle, BERLIN, anchorDay))
                .withMessage("anchorDay of cycle " + cycle + " must be in [1, " + last + "], was " + anchorDay);
    }

    @Test
    void holdsForAsLongAsMillisecondsCount() {
        BillingCalendar calendar = BillingCalendar.monthly(BERLIN);

        assertThat(calendar.windowAt(Long.MAX_VALUE).contains(Instant.ofEpochMilli(Long.MAX_VALUE)))
                .isTrue();
        assertThat(calendar.windowAt(Long.MIN_VALUE).contains(Instant.ofEpochMilli(Long.MIN_VALUE)))
                .isTrue();
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> calendar.windowAt(Instant.MAX));
    }
}
