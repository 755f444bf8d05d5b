package io.tallygate.spi;

/**
 * Says that there is news in a directory's log of changes: a database's notifications, a message queue, a webhook. It
 * carries no change, so one that is lost, late or repeated costs time and nothing else. Thread-safe.
 */
@FunctionalInterface
public interface ChangeSignal {
    /**
     * Has it said that there is news, for readers that do not want to wait until they ask again. It is also said when
     * some may have been missed.
     *
     * @param background where the signal does its part. A signal that waits for its messages takes one of its threads
     *     until it is closed
     * @param news to be run for news, on any thread; runs shortly and throws nothing
     * @return ends it when closed
     */
    Subscription subscribe(Background background, Runnable news);

    /** Being told. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        /** Ends it; news that is being said is said to its end. May be called again. */
        @Override
        void close();
    }
}
