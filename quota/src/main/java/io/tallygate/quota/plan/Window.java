package io.tallygate.quota.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * A billing window: all instants from its start on and before its end.
 *
 * <p>Windows come from a {@link BillingCalendar}, whose windows follow one another without gap or overlap.
 *
 * @param start the first instant of the window
 * @param end the first instant after the window
 */
public record Window(Instant start, Instant end) {
    /** @throws IllegalArgumentException if the window is empty */
    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("window must start before its end, was [" + start + ", " + end + ")");
        }
    }

    /** Whether the instant belongs to this window. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** How long the window lasts in elapsed time: a day on which clocks are put forward has 23 hours. */
    public Duration length() {
        return Duration.between(start, end);
    }

    /** As in {@code "[2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z)"}. */
    @Override
    public String toString() {
        return "[" + start + ", " + end + ")";
    }
}
