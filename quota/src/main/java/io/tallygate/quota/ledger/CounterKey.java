package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.quota.plan.Window;
import java.time.Instant;

/**
 * What a counter counts. Never changes once the counter has a number.
 *
 * @param account who is billed
 * @param meter what is counted
 * @param window the billing window it falls into
 * @param plan the account's plan when the counter was opened
 * @param planVersion that plan's version
 * @param late whether the edge had already closed the window: an adjustment, never part of the window's invoice
 */
public record CounterKey(AccountId account, String meter, Window window, String plan, int planVersion, boolean late) {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** @throws IllegalArgumentException when a text, the window or the version breaks its rule */
    public CounterKey {
        storable(window);
        check("meter", meter);
        check("plan", plan);
        if (planVersion < 1) {
            throw new IllegalArgumentException("plan version must be at least 1, was " + planVersion);
        }
    }

    /** Whether units that are new now are adjustments, when the edge had closed all windows up to that instant. */
    boolean isLateAfter(Instant closedTo) {
        return late || !window.end().isAfter(closedTo);
    }

    /** A window that a ledger can store: in whole milliseconds, from 1900 to 9999. */
    static Window storable(Window window) {
        if (!whole(window.start()) || !whole(window.end())) {
            throw new IllegalArgumentException(
                    "window must be in whole milliseconds, from 1900 to 9999, was " + window);
        }
        return window;
    }

    private static boolean whole(Instant instant) {
        return instant.getNano() % 1_000_000 == 0 && !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }

    private static void check(String field, String text) {
        if (text.isEmpty() || text.length() > 64 || !text.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException(field + " must have 1 to 64 visible ASCII characters");
        }
    }
}
