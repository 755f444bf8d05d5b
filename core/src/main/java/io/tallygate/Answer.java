package io.tallygate;

import io.tallygate.model.Denial;

/** What a central look-up came to. */
sealed interface Answer permits Claim, Answer.Refused, Answer.OverBudget, Answer.Unavailable {
    /**
     * The credential gives nothing.
     *
     * @param asOf the number of {@link RecentChanges} before the look-up
     */
    record Refused(Denial denial, long asOf) implements Answer {}

    /** The centre was not asked, as that would have been once too often. */
    record OverBudget(long nanosToWait) implements Answer {}

    /** The centre could not be asked, or not in time. */
    enum Unavailable implements Answer {
        INSTANCE
    }
}
