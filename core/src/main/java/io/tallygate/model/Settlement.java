package io.tallygate.model;

import java.util.List;

/**
 * The far side of a {@link Permit}: answers for its id and limits, and takes back what the host did not use. A meter's
 * tab implements it; permits keep only a ticket, so that admitting a request makes next to no garbage. Thread-safe.
 */
public interface Settlement {
    /** The id that the ticket stands for. */
    RequestId requestId(long ticket);

    /** How the caller stands now with each limit the request was under. */
    List<Limit> limits(long ticket);

    /** Gives an admission back, with all its units, be they 0. Called at most once for a permit. */
    void refund(long ticket, int units);
}
