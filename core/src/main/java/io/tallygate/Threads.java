package io.tallygate;

import io.tallygate.spi.Background;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background work on daemon threads of a gate's own. One thread keeps the time; the work itself is done by a pool that
 * has threads to spare when all central look-ups hang, and that shrinks to nothing when idle. Thread-safe.
 */
final class Threads implements Background {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final int TO_SPARE = 8;
    private static final int QUEUED = 256;
    private static final long RETRY_NANOS = 100_000_000;
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;

    /** With threads for so many look-ups at once, and some more. */
    Threads(int lookUps) {
        timer = new ScheduledThreadPoolExecutor(1, daemons("tallygate-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        int most = lookUps + TO_SPARE;
        workers = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUED),
                daemons("tallygate-worker-"));
        workers.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void execute(Runnable task) {
        workers.execute(task);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        Once once = new Once(task);
        once.schedule(delay.toNanos());
        return once;
    }

    @Override
    public Task every(Duration initialDelay, Duration period, Runnable task) {
        Series series = new Series(task, period.toNanos());
        series.schedule(initialDelay.toNanos());
        return series;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void later(Runnable task, long delayNanos) {
        try {
            timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nothing begins any more", e);
        }
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.warn("background work failed: {}", OneLine.of(e.toString()));
            LOG.debug("background work failed", e);
        }
    }

    /** Hands the work to the pool when its time has come. */
    private final class Once implements Task {
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final Runnable task;

        Once(Runnable task) {
            this.task = task;
        }

        void schedule(long delayNanos) {
            if (open.get()) {
                later(this::fire, delayNanos);
            }
        }

        private void fire() {
            try {
                workers.execute(() -> {
                    if (open.getAndSet(false)) {
                        runGuarded(task);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("all threads are taken; trying again", e);
                schedule(RETRY_NANOS);
            }
        }

        @Override
        public void cancel() {
            open.set(false);
        }
    }

    /** Schedules the next run when the last one is done, so that no two overlap and none piles up. */
    private final class Series implements Task {
        private final Runnable task;
        private final long periodNanos;
        private volatile boolean cancelled;

        Series(Runnable task, long periodNanos) {
            this.task = task;
            this.periodNanos = periodNanos;
        }

        void schedule(long delayNanos) {
            if (!cancelled) {
                later(this::fire, delayNanos);
            }
        }

        private void fire() {
            try {
                workers.execute(this::runOnce);
            } catch (RejectedExecutionException e) {
                LOG.debug("a run was left out: all threads are taken", e);
                schedule(periodNanos);
            }
        }

        private void runOnce() {
            if (!cancelled) {
                runGuarded(task);
                schedule(periodNanos);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
