package io.tallygate;

import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Up to which time this edge has heard of everything, and whether it has heard anything at all. All times are elapsed
 * ones. Thread-safe; whether sessions may be served is one volatile read.
 */
final class Freshness {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final TimeSource time;
    private final long denyAfter;
    private final long patience;

    /** All that the directory had to say at this time has been applied. */
    private volatile long upTo;

    private volatile boolean begun;

    /** Is over when the reading of the first state is that is under way. */
    private volatile CountDownLatch attempt = new CountDownLatch(0);

    /**
     * As of now.
     *
     * @param patience how long a request waits for the first state
     * @param begun whether there is none to wait for, because all that is known was asked for after now
     */
    Freshness(FreshnessSettings settings, Duration patience, TimeSource time, boolean begun) {
        this.time = time;
        this.denyAfter = nanos(settings.denyAfter());
        this.patience = patience.toNanos();
        this.upTo = time.nanos();
        this.begun = begun;
    }

    private static long nanos(@Nullable Duration age) {
        return age == null ? FOR_EVER : age.toNanos();
    }

    /** Whether too much may have been missed to serve even a session. */
    boolean lapsed(long nanos) {
        return denyAfter != FOR_EVER && nanos - upTo > denyAfter;
    }

    /** Nothing older than this was missed. */
    Duration window() {
        return Duration.ofNanos(Math.max(0, time.nanos() - upTo));
    }

    /**
     * All has been applied that the directory had to say at this time. What it says from an older copy takes nothing back.
     * To be called by one thread at a time.
     */
    void upTo(long nanos) {
        if (!begun || nanos - upTo > 0) {
            upTo = nanos;
        }
    }

    /** The first state is being read from now on. */
    synchronized void attempt() {
        attempt.countDown();
        attempt = new CountDownLatch(1);
    }

    /** It could not be read, for now. */
    void attemptFailed() {
        attempt.countDown();
    }

    /** It was read. */
    void begin() {
        begun = true;
        attempt.countDown();
    }

    boolean begun() {
        return begun;
    }

    /**
     * Whether the first state was read. A request that comes while that is under way waits for it, within its time.
     *
     * @param since when the request came
     */
    boolean awaitBegun(long since) {
        return begun || awaitAttempt(patience - (time.nanos() - since));
    }

    private boolean awaitAttempt(long nanos) {
        try {
            return attempt.await(nanos, TimeUnit.NANOSECONDS) && begun;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
