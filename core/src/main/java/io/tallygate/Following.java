package io.tallygate;

import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the directory's log of changes: pulls it again and again, and at once when there is news. The next pull starts
 * half to one period after the last one has started, so that edges that start together do not ask together; that is the
 * back-off after a failure, too.
 *
 * <p>There is one pull at a time. One whose call of the directory takes longer than the time limit is given up when the next
 * is due: its thread finds that out if the call ever returns, and touches nothing. At most {@value #MOST_HANGING} may hang
 * so at once; while they do, no other is started. A pull is never given up while it hands over what it has read.
 *
 * <p>Thread-safe. The lock is held for a few assignments, never while code of others runs.
 */
final class Following implements AutoCloseable {
    static final int MOST_HANGING = 3;
    private static final String TROUBLE = "feed-unavailable";

    private final LogReading log;
    private final News news;
    private final Freshness freshness;
    private final TimeSource time;
    private final Environment environment;
    private final Trouble trouble;
    private final Duration pullEvery;
    private final long timeout;

    private final Object lock = new Object();
    private @Nullable Pull current;
    private boolean again;
    private boolean closed;
    private Background.@Nullable Task next;
    private int hanging;
    private long pulls;
    private long failures;
    private long told;

    Following(
            ChangeFeed feed,
            LogReading log,
            Freshness freshness,
            Duration pullEvery,
            Duration timeout,
            Environment environment,
            Trouble trouble) {
        this.log = log;
        this.news = new News(feed, environment.background(), this::onNews, trouble);
        this.freshness = freshness;
        this.time = environment.time();
        this.environment = environment;
        this.trouble = trouble;
        this.pullEvery = pullEvery;
        this.timeout = timeout.toNanos();
    }

    /** Pulls for the first time, and from then on. */
    void start() {
        scheduleNext();
        news.subscribe();
        pull();
    }

    private void tick() {
        try {
            scheduleNext();
        } finally {
            news.subscribe();
            pull();
        }
    }

    private void scheduleNext() {
        Background.Task task = environment.background().after(environment.sometimeWithin(pullEvery), this::tick);
        synchronized (lock) {
            next = task;
            if (!closed) {
                return;
            }
        }
        task.cancel();
    }

    private void onNews() {
        synchronized (lock) {
            told++;
        }
        pull();
    }

    /** Starts a pull, unless one is under way: then it is followed by another. */
    private void pull() {
        boolean overdue;
        Pull fresh = null;
        long nanos = time.nanos();
        synchronized (lock) {
            overdue = giveUpIfOverdue(nanos);
            again = current != null;
            if (current == null && !closed && hanging < MOST_HANGING) {
                fresh = new Pull();
                current = fresh;
                pulls++;
            }
        }
        if (overdue) {
            trouble.say(TROUBLE, "the directory does not answer; its log is asked for again");
        }
        if (fresh != null) {
            fresh.start();
        }
    }

    private boolean giveUpIfOverdue(long nanos) {
        if (current == null || !current.isOverdue(nanos)) {
            return false;
        }
        current = null;
        hanging++;
        failures++;
        freshness.attemptFailed();
        return true;
    }

    private void ended(Pull pull, @Nullable Throwable failure) {
        boolean another;
        synchronized (lock) {
            if (current != pull) {
                hanging--;
                return;
            }
            current = null;
            freshness.attemptFailed();
            if (closed) {
                return;
            }
            failures += failure == null ? 0 : 1;
            another = again && failure == null;
        }
        if (failure != null) {
            trouble.report(TROUBLE, "the directory's log could not be read; it is asked for again", failure);
            return;
        }
        trouble.over(TROUBLE);
        if (another) {
            pull();
        }
    }

    /** What is to be told of it. */
    GateStatus.Feed status() {
        boolean subscribed = news.subscribed();
        synchronized (lock) {
            return new GateStatus.Feed(pulls, failures, hanging, log.gaps(), log.changes(), told, subscribed);
        }
    }

    /** Starts nothing any more. A pull under way touches nothing when its call returns. */
    @Override
    public void close() {
        Background.Task waiting;
        synchronized (lock) {
            closed = true;
            waiting = next;
        }
        if (waiting != null) {
            waiting.cancel();
        }
        news.close();
    }

    /** One reading of the log to its end. */
    private final class Pull implements Runnable, DirectoryCalls {
        /** Whether a call of the directory is under way, and since when. Guarded by the lock. */
        private boolean calling;

        private long since;

        void start() {
            if (!freshness.begun()) {
                freshness.attempt();
            }
            try {
                environment.background().execute(this);
            } catch (Throwable e) {
                ended(this, e);
            }
        }

        @Override
        public void run() {
            Throwable failure = null;
            try {
                log.readOn(this);
            } catch (Throwable e) {
                failure = e;
            }
            ended(this, failure);
        }

        boolean isOverdue(long nanos) {
            return calling && nanos - since > timeout;
        }

        @Override
        public <T> T make(Supplier<T> call) {
            goOn(true);
            T answer;
            try {
                answer = call.get();
            } finally {
                goOn(false);
            }
            return Objects.requireNonNull(answer, "the directory's answer");
        }

        private void goOn(boolean withCall) {
            long nanos = time.nanos();
            synchronized (lock) {
                if (current != this || closed) {
                    throw new DirectoryUnavailableException("given up meanwhile");
                }
                calling = withCall;
                since = nanos;
            }
        }
    }
}
