package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which days' keys an edge has of an app key. Today's; tomorrow's some time in the last hour of today, at a moment that
 * differs from key to key, so that an edge does not ask for all keys at midnight; yesterday's until no signature of
 * yesterday is accepted any more.
 */
final class EdgeDays {
    /** As far as a client's clock may be ahead. */
    private static final Duration LEAST_LEAD = Duration.ofMinutes(10);

    private static final int SPREAD_SECONDS = 3_000;

    private EdgeDays() {}

    /** Newest last. */
    static List<LocalDate> at(Instant now, CredentialId id, Duration window) {
        LocalDate today = dayOf(now);
        List<LocalDate> days = new ArrayList<>();
        if (now.isBefore(end(today.minusDays(1)).plus(window))) {
            days.add(today.minusDays(1));
        }
        days.add(today);
        if (!now.isBefore(nextAfter(today, id))) {
            days.add(today.plusDays(1));
        }
        return days;
    }

    static LocalDate dayOf(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    static Instant end(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** From when on the key of the day after that one is to be had. */
    static Instant nextAfter(LocalDate day, CredentialId id) {
        int spread = Math.floorMod(id.value().hashCode(), SPREAD_SECONDS);
        return end(day).minus(LEAST_LEAD).minusSeconds(spread);
    }

    /** The last day that there is a key of; null when they are whole secrets, or none. */
    static @Nullable LocalDate last(List<LiveSecret> secrets) {
        LocalDate last = null;
        for (LiveSecret secret : secrets) {
            LocalDate day = secret.scope() == null ? null : secret.scope().date();
            if (day != null && (last == null || day.isAfter(last))) {
                last = day;
            }
        }
        return last;
    }
}
