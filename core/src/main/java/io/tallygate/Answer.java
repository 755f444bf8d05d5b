package io.tallygate;

import io.tallygate.model.Denial;

/** What a central look-up came to. */
sealed interface Answer permits Claim, Answer.Refused, Answer.Unavailable {
    /** The credential gives nothing. */
    record Refused(Denial denial) implements Answer {}

    /** The centre could not be asked, or not in time. */
    enum Unavailable implements Answer {
        INSTANCE
    }
}
