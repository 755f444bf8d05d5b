package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.quota.plan.Window;

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
    /** @throws IllegalArgumentException when a text is empty or too long, or the version is not positive */
    public CounterKey {
        check("meter", meter);
        check("plan", plan);
        if (planVersion < 1) {
            throw new IllegalArgumentException("plan version must be at least 1, was " + planVersion);
        }
    }

    private static void check(String field, String text) {
        if (text.isEmpty() || text.length() > 64 || !text.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException(field + " must have 1 to 64 visible ASCII characters");
        }
    }
}
