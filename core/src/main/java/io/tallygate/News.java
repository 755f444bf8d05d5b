package io.tallygate;

import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has it said that there is news in a log of changes. A directory that fails to say so costs delay and nothing else; it is
 * asked again each time the log is pulled. One that never returns keeps one thread. Thread-safe.
 */
final class News implements AutoCloseable {
    private static final String TROUBLE = "feed-push-unavailable";

    private final ChangeFeed feed;
    private final Background background;
    private final Runnable told;
    private final Trouble trouble;

    private boolean asked;
    private boolean closed;
    private ChangeFeed.@Nullable Subscription subscription;

    News(ChangeFeed feed, Background background, Runnable told, Trouble trouble) {
        this.feed = feed;
        this.background = background;
        this.told = told;
        this.trouble = trouble;
    }

    /** Subscribes in the background, unless that is done or under way. */
    void subscribe() {
        synchronized (this) {
            if (asked || closed) {
                return;
            }
            asked = true;
        }
        try {
            background.execute(this::ask);
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void ask() {
        try {
            keep(Objects.requireNonNull(feed.subscribe(background, told), "the directory's subscription"));
            trouble.over(TROUBLE);
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        trouble.report(TROUBLE, "the directory does not tell of news; its log is pulled all the same", cause);
        synchronized (this) {
            asked = false;
        }
    }

    private void keep(ChangeFeed.Subscription fresh) {
        synchronized (this) {
            if (!closed) {
                subscription = fresh;
                return;
            }
        }
        end(fresh);
    }

    synchronized boolean subscribed() {
        return subscription != null;
    }

    @Override
    public void close() {
        ChangeFeed.Subscription last;
        synchronized (this) {
            closed = true;
            last = subscription;
            subscription = null;
        }
        if (last != null) {
            end(last);
        }
    }

    private void end(ChangeFeed.Subscription old) {
        try {
            old.close();
        } catch (Throwable e) {
            trouble.report("close-failed", "the subscription to the directory's news could not be closed", e);
        }
    }
}
