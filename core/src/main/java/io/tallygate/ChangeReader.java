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
     *
     * @param nanos when the state was asked for
     */
    void begin(ChangeFeed feed, ChangeFeed.State state, long nanos);

    /**
     * One change.
     *
     * @param nanos when it was read
     */
    void apply(Change change, long nanos);

    /**
     * All changes have been applied that the log had at this time.
     *
     * @param nanos elapsed time
     * @param epochMillis the same as wall time
     */
    void caughtUp(long nanos, long epochMillis);
}
