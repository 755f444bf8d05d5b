package io.tallygate.jwt;

import io.tallygate.spi.Background;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When fetches begin: one at a time, never two within the interval, and always another one planned. Thread-safe.
 */
final class FetchSchedule implements AutoCloseable {
    private final TimeSource time;
    private final Background background;
    private final Duration interval;
    private final Supplier<CompletableFuture<Duration>> fetch;

    // All guarded by this.
    private @Nullable CompletableFuture<Void> underWay;
    private Background.@Nullable Task planned;
    private long due;
    private long earliest;
    private boolean hurried;
    private boolean closed;

    /**
     * @param interval from beginning to beginning at least
     * @param fetch begins one, and completes with the time until the next; when it fails, that is the interval
     */
    FetchSchedule(
            TimeSource time, Background background, Duration interval, Supplier<CompletableFuture<Duration>> fetch) {
        this.time = time;
        this.background = background;
        this.interval = interval;
        this.fetch = fetch;
        this.earliest = time.nanos();
    }

    /** Another fetch is wanted, which begins after this call: now, or as soon as the interval allows. */
    void hurry() {
        if (isDue(Duration.ZERO)) {
            begin();
        }
    }

    /** Plans the next fetch; true when it is the caller's to begin. */
    private synchronized boolean isDue(Duration delay) {
        if (underWay != null) {
            hurried = true;
            return false;
        }
        long now = time.nanos();
        long at = now + Math.max(delay.toNanos(), earliest - now);
        if (closed || (planned != null && due - at <= 0)) {
            return false;
        }
        if (at - now <= 0) {
            claim(now);
            return true;
        }
        unplan();
        due = at;
        planned = background.after(Duration.ofNanos(at - now), this::onTime);
        return false;
    }

    private void onTime() {
        synchronized (this) {
            planned = null;
        }
        hurry();
    }

    private void claim(long now) {
        unplan();
        underWay = new CompletableFuture<>();
        earliest = now + interval.toNanos();
    }

    private void unplan() {
        if (planned != null) {
            planned.cancel();
            planned = null;
        }
    }

    /** Without the lock: where time is manual, this runs the fetch itself. */
    private void begin() {
        try {
            CompletableFuture.supplyAsync(fetch, background::execute)
                    .thenCompose(Function.identity())
                    .whenComplete((untilNext, failure) -> landed(failure == null ? untilNext : interval));
        } catch (RejectedExecutionException e) {
            landed(interval);
        }
    }

    private void landed(Duration untilNext) {
        CompletableFuture<Void> ended;
        Duration wait;
        synchronized (this) {
            ended = underWay;
            underWay = null;
            wait = hurried ? Duration.ZERO : untilNext;
            hurried = false;
        }
        if (ended != null) {
            ended.complete(null);
        }
        if (isDue(wait)) {
            begin();
        }
    }

    /** Waits, up to so long, for the end of the fetch that is under way; not at all when none is. */
    void await(Duration most) {
        CompletableFuture<Void> awaited;
        synchronized (this) {
            awaited = underWay;
        }
        if (awaited == null) {
            return;
        }
        try {
            awaited.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // It has not ended; the caller looks for itself what there is.
        }
    }

    @Override
    public void close() {
        CompletableFuture<Void> ended;
        synchronized (this) {
            closed = true;
            unplan();
            ended = underWay;
        }
        if (ended != null) {
            ended.complete(null);
        }
    }
}
