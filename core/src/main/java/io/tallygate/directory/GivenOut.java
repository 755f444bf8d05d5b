package io.tallygate.directory;

import io.tallygate.model.FeedPosition;

/**
 * The newest position of a log that its readers know, as far as this process has seen. Nothing that is older may be told
 * them from elsewhere: it would bring back to life what they have seen end. Thread-safe.
 */
final class GivenOut {
    private FeedPosition newest = FeedPosition.START;

    synchronized FeedPosition newest() {
        return newest;
    }

    /** A reader knows that position: it was told now, or asks from there. */
    synchronized void known(FeedPosition position) {
        if (position.number() > newest.number()) {
            newest = position;
        }
    }

    /**
     * A reader begins at that position, which may be before others: the log may have been restored from a backup.
     *
     * @param before the newest when the log was asked for it. If a reader has come further since, the log goes on there
     */
    synchronized void begin(FeedPosition before, FeedPosition position) {
        if (newest.equals(before)) {
            newest = position;
        } else {
            known(position);
        }
    }
}
