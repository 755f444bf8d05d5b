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
    /**
     * The one window of counters that count uses of limited grants ({@link io.tallygate.model.Restriction.MaxUses}). It is
     * no calendar's, never closes, and is never billed.
     */
    public static final Window USES = new Window(Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));

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

    /** The counter of the uses under that id of the account; they are nobody's plan. */
    public static CounterKey ofUses(AccountId account, String id) {
        return new CounterKey(account, "uses:" + id, USES, "-", 1, false);
    }

    /** Whether it counts uses, and so nothing that is billed. */
    public boolean countsUses() {
        return window.equals(USES);
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

    /**
     * Tells keys apart without their texts: FNV-1a over all of it, finished as in {@link Partitions}. It is stored; it
     * never changes. Nothing but an error makes two keys of one counter, so 64 bits that anybody can compute will do.
     */
    long hash() {
        long hash = Hash64.of(account.value());
        hash = Hash64.next(hash, meter);
        hash = Hash64.next(hash, plan);
        hash = Hash64.next(hash, window.start().toEpochMilli());
        hash = Hash64.next(hash, window.end().toEpochMilli());
        return Hash64.finish(Hash64.next(hash, planVersion * 2L + (late ? 1 : 0)));
    }
}
