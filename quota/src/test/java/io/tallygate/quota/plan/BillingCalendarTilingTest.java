package io.tallygate.quota.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.plan.BillingCalendar.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows of random instants, many of them close to a change of clocks, in every zone the JDK knows. */
final class BillingCalendarTilingTest {
    private static final Instant FROM = Instant.parse("1880-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2080-01-01T00:00:00Z");
    private static final int RANDOM_INSTANTS = 10;
    private static final int INSTANTS_AT_CHANGES = 40;

    private int zones;
    private int windows;
    private int windowsWithChange;
    private int startsAtGap;

    @ParameterizedTest
    @EnumSource
    void windowsOfOneCalendarFollowOneAnotherWithoutGapOrOverlap(Cycle cycle) {
        Random random = new Random(cycle.ordinal());
        for (String id : ZoneId.getAvailableZoneIds().stream().sorted().toList()) {
            zones++;
            ZoneId zone = ZoneId.of(id);
            int anchorDay = cycle == Cycle.MONTHLY ? 1 + random.nextInt(28) : 1;
            BillingCalendar calendar = new BillingCalendar(cycle, zone, anchorDay);
            instants(zone, random).forEach(instant -> check(calendar, instant));
        }
        assertThat(zones).isGreaterThan(500);
        assertThat(windows).isGreaterThan(20_000);
        assertThat(windowsWithChange).isGreaterThan(3_000);
        assertThat(startsAtGap).isGreaterThan(10);
    }

    private void check(BillingCalendar calendar, Instant instant) {
        Window window = calendar.windowAt(instant);
        assertThat(window.contains(instant)).isTrue();
        assertThat(calendar.windowAt(window.start())).isEqualTo(window);
        assertThat(calendar.windowAt(window.end().minusNanos(1))).isEqualTo(window);
        assertThat(calendar.windowAt(window.end()).start()).isEqualTo(window.end());
        assertThat(calendar.windowAt(window.start().minusNanos(1)).end()).isEqualTo(window.start());
        checkLength(calendar, window);
        checkStart(calendar, window.start());
        count(calendar, window);
    }

    /** Clocks change by a day at most, so no window is longer or shorter than its name by more than that. */
    private static void checkLength(BillingCalendar calendar, Window window) {
        Duration most = switch (calendar.cycle()) {
            case HOURLY -> Duration.ofHours(1);
            case DAILY -> Duration.ofDays(1);
            case WEEKLY -> Duration.ofDays(7);
            case MONTHLY -> Duration.ofDays(31);
        };
        assertThat(window.length()).isLessThanOrEqualTo(most.plusDays(1));
    }

    /** The wall clock shows a boundary for the first time, or jumps over it. */
    private void checkStart(BillingCalendar calendar, Instant start) {
        LocalDateTime shown = local(calendar, start);
        if (jumps(calendar, start)) {
            startsAtGap++;
        } else {
            assertThat(isBoundary(calendar, shown)).isTrue();
        }
        LocalDateTime before = local(calendar, start.minusNanos(1));
        assertThat(shown).isAfter(before);
        for (Duration back = Duration.ofMinutes(10); back.toHours() < 30; back = back.plusMinutes(50)) {
            assertThat(local(calendar, start.minus(back))).isBefore(shown);
        }
    }

    private static boolean isBoundary(BillingCalendar calendar, LocalDateTime shown) {
        boolean midnight = shown.toLocalTime().equals(LocalTime.MIDNIGHT);
        return switch (calendar.cycle()) {
            case HOURLY -> shown.equals(shown.truncatedTo(ChronoUnit.HOURS));
            case DAILY -> midnight;
            case WEEKLY -> midnight && shown.getDayOfWeek().getValue() == 1;
            case MONTHLY -> midnight && shown.getDayOfMonth() == calendar.anchorDay();
        };
    }

    private static boolean jumps(BillingCalendar calendar, Instant start) {
        ZoneOffsetTransition change = calendar.zone().getRules().previousTransition(start.plusNanos(1));
        return change != null && change.getInstant().equals(start) && change.isGap();
    }

    private void count(BillingCalendar calendar, Window window) {
        windows++;
        ZoneOffsetTransition change =
                calendar.zone().getRules().nextTransition(window.start().minusNanos(1));
        windowsWithChange += change != null && window.contains(change.getInstant()) ? 1 : 0;
    }

    private static LocalDateTime local(BillingCalendar calendar, Instant instant) {
        return LocalDateTime.ofInstant(instant, calendar.zone());
    }

    private static List<Instant> instants(ZoneId zone, Random random) {
        List<Instant> instants = new ArrayList<>();
        for (int i = 0; i < RANDOM_INSTANTS; i++) {
            instants.add(Instant.ofEpochSecond(random.nextLong(FROM.getEpochSecond(), TO.getEpochSecond())));
        }
        List<ZoneOffsetTransition> changes = zone.getRules().getTransitions();
        for (int i = 0; i < INSTANTS_AT_CHANGES && !changes.isEmpty(); i++) {
            Instant change = changes.get(random.nextInt(changes.size())).getInstant();
            instants.add(change.plusSeconds(random.nextInt(-100_000, 100_000) / (1 + random.nextInt(50))));
        }
        return instants;
    }
}
