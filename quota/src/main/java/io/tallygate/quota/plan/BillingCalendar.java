package io.tallygate.quota.plan;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts time into billing windows by the wall clock of a zone.
 *
 * <p>A window starts at the first instant at which the clocks of the zone show its beginning, or anything later, and
 * lasts until the next one starts. So windows follow one another without gap or overlap, whatever the clocks do:
 *
 * <ul>
 *   <li>where clocks skip the boundary, the window starts as they jump;
 *   <li>where they show it twice, it starts the first time, and what repeats belongs to the window that has started;
 *   <li>a day that a zone skipped (Samoa, 30 December 2011) has no window;
 *   <li>hours follow the wall clock as well: an hour that is repeated is one window of two hours. Choose {@code UTC} for
 *       windows of one length.
 * </ul>
 *
 * <p>The rules of a zone are those of the running JDK. A change of them by the JDK's time zone data moves future
 * windows, so all edges of a fleet should run the same data.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param cycle how long a window lasts
 * @param zone whose clocks count; a zone of one offset for all time becomes that offset, so that {@code UTC}, {@code Z}
 *     and {@code Etc/UTC} are one calendar
 * @param anchorDay the day of the month on which a monthly window starts, 1 to 28; always 1 for other cycles
 */
public record BillingCalendar(Cycle cycle, ZoneId zone, int anchorDay) {
    private static final int LAST_ANCHOR = 28;
    private static final int LONGEST_TEXT = 100;
    private static final Pattern TEXT = Pattern.compile("(hourly|daily|weekly|monthly)(?:@([0-9]{1,2}))?/(.+)");

    /** How long a window lasts. */
    public enum Cycle {
        /** From one full hour to the next. */
        HOURLY(ChronoUnit.HOURS),
        /** From midnight to midnight. */
        DAILY(ChronoUnit.DAYS),
        /** From Monday to Monday (ISO 8601). */
        WEEKLY(ChronoUnit.WEEKS),
        /** From the anchor day of one month to that of the next. */
        MONTHLY(ChronoUnit.MONTHS);

        private final ChronoUnit unit;

        Cycle(ChronoUnit unit) {
            this.unit = unit;
        }
    }

    /** @throws IllegalArgumentException if the anchor day is outside its bounds */
    public BillingCalendar {
        Objects.requireNonNull(cycle, "cycle");
        zone = zone.normalized();
        int last = cycle == Cycle.MONTHLY ? LAST_ANCHOR : 1;
        if (anchorDay < 1 || anchorDay > last) {
            throw new IllegalArgumentException(
                    "anchorDay of cycle " + cycle + " must be in [1, " + last + "], was " + anchorDay);
        }
    }

    /** Windows of one hour. */
    public static BillingCalendar hourly(ZoneId zone) {
        return new BillingCalendar(Cycle.HOURLY, zone, 1);
    }

    /** Windows of one day. */
    public static BillingCalendar daily(ZoneId zone) {
        return new BillingCalendar(Cycle.DAILY, zone, 1);
    }

    /** Windows of one week, from Monday on. */
    public static BillingCalendar weekly(ZoneId zone) {
        return new BillingCalendar(Cycle.WEEKLY, zone, 1);
    }

    /** Windows of one calendar month. */
    public static BillingCalendar monthly(ZoneId zone) {
        return monthly(zone, 1);
    }

    /**
     * Windows of one month, from the anchor day on.
     *
     * @param anchorDay 1 to 28, the days that every month has
     * @throws IllegalArgumentException if the anchor day is outside its bounds
     */
    public static BillingCalendar monthly(ZoneId zone, int anchorDay) {
        return new BillingCalendar(Cycle.MONTHLY, zone, anchorDay);
    }

    /**
     * Reads what {@link #toString()} writes, and accepts no other spelling of it.
     *
     * @throws IllegalArgumentException if the text is anything else, or names a zone this JDK does not know
     */
    public static BillingCalendar parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.length() > LONGEST_TEXT || !matcher.matches()) {
            throw malformed(text);
        }
        BillingCalendar calendar = read(text, matcher);
        if (!calendar.toString().equals(text)) {
            throw malformed(text);
        }
        return calendar;
    }

    /**
     * The one window that contains the instant.
     *
     * @throws DateTimeException if the instant is beyond the years that {@link LocalDate} can hold
     */
    public Window windowAt(Instant instant) {
        LocalDateTime boundary = boundaryBefore(LocalDateTime.ofInstant(instant, zone));
        Instant start = startOf(boundary);
        Instant end = start;
        while (!end.isAfter(instant)) {
            start = end;
            boundary = boundary.plus(1, cycle.unit);
            end = startOf(boundary);
        }
        return new Window(start, end);
    }

    /** The one window that contains the instant so many milliseconds after 1970-01-01T00:00Z. */
    public Window windowAt(long epochMillis) {
        return windowAt(Instant.ofEpochMilli(epochMillis));
    }

    /** As it is stored: {@code "monthly/Europe/Berlin"}, or {@code "monthly@15/UTC"} with an anchor day. */
    @Override
    public String toString() {
        String anchor = anchorDay == 1 ? "" : "@" + anchorDay;
        String place = zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
        return cycle.name().toLowerCase(Locale.ROOT) + anchor + "/" + place;
    }

    /** The last boundary that the wall clock has reached. Clocks put back may have shown later ones before. */
    private LocalDateTime boundaryBefore(LocalDateTime local) {
        LocalDate date = local.toLocalDate();
        return switch (cycle) {
            case HOURLY -> local.truncatedTo(ChronoUnit.HOURS);
            case DAILY -> date.atStartOfDay();
            case WEEKLY ->
                date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay();
            case MONTHLY -> anchorBefore(date).atStartOfDay();
        };
    }

    private LocalDate anchorBefore(LocalDate date) {
        LocalDate anchor = date.withDayOfMonth(anchorDay);
        return anchor.isAfter(date) ? anchor.minusMonths(1) : anchor;
    }

    /** The first instant at which the wall clock shows this time or a later one. */
    private Instant startOf(LocalDateTime local) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition transition = rules.getTransition(local);
        if (transition != null && transition.isGap()) {
            return transition.getInstant();
        }
        ZoneOffset earlier = rules.getValidOffsets(local).get(0);
        return local.toInstant(earlier);
    }

    private static BillingCalendar read(String text, Matcher matcher) {
        try {
            Cycle cycle = Cycle.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
            String anchor = matcher.group(2);
            ZoneId zone = ZoneId.of(matcher.group(3));
            return new BillingCalendar(cycle, zone, anchor == null ? 1 : Integer.parseInt(anchor));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(malformed(text).getMessage() + "; " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = text.length() > LONGEST_TEXT ? text.length() + " characters" : "\"" + text + "\"";
        return new IllegalArgumentException("calendar must read like \"monthly/Europe/Berlin\", was " + shown);
    }
}
