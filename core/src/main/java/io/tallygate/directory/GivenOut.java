package io.tallygate.directory;

import io.tallygate.model.FeedPosition;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest position of a log that its readers know, as far as this process has seen. Nothing that is older may be told
 * them from elsewhere: it would bring back to life what they have seen end. Thread-safe.
 */
final class GivenOut {
    private final AtomicReference<FeedPosition> newest = new AtomicReference<>(FeedPosition.START);

    FeedPosition newest() {
        return newest.get();
    }

    /** A reader knows that position: it was told now, or asks from there. */
    void known(FeedPosition position) {
        newest.accumulateAndGet(position, (old, next) -> next.number() > old.number() ? next : old);
    }

    /**
     * A reader begins at that position, which may be before others: the log may have been restored from a backup.
     *
     * @param before the newest when the log was asked for it. If a reader has come further since, the log goes on there
     */
    void begin(FeedPosition before, FeedPosition position) {
        if (!newest.compareAndSet(before, position)) {
            known(position);
        }
    }
}
