package io.tallygate;

import io.tallygate.model.Change;
import io.tallygate.spi.ChangeFeed;

/**
 * A part of the engine that rests on what the directory said, and hears of its changes: in order, each once or more often,
 * on one thread at a time.
 */
interface ChangeReader {
    /**
     * All that was known may be out of date: begins anew from this state. Changes behind its position follow. May take its
     * time with other calls of the feed, on other threads.
     */
    void begin(ChangeFeed feed, ChangeFeed.State state);

    /** One change. */
    void apply(Change change);

    /** All changes have been applied that the log had at this wall time. */
    void caughtUp(long epochMillis);
}
