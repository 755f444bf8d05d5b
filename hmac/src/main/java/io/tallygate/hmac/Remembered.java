package io.tallygate.hmac;

import io.tallygate.model.Denial;
import org.jspecify.annotations.Nullable;

/** What a {@link ReplayGuard} found when it was to remember a request. */
enum Remembered {
    /** Not seen before; it is now. */
    FRESH(null),
    /** Seen before. */
    REPLAYED(Denial.REPLAYED),
    /** Signed at a time that the guard's memory does not reach back to; signed anew it is good. */
    RESIGN(Denial.RESIGN),
    /** The same, and what is signed now is so too: the edge has only just started. */
    STARTING(Denial.UNAVAILABLE),
    /** There is no room for it, or no more for its key. */
    FULL(Denial.UNAVAILABLE);

    private final @Nullable Denial denial;

    Remembered(@Nullable Denial denial) {
        this.denial = denial;
    }

    /** Why the request is refused; null when it is not. */
    @Nullable
    Denial denial() {
        return denial;
    }
}
