package io.tallygate.examples.crash;

import io.tallygate.spi.Background;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Two daemon threads for a meter without a gate around it. */
final class Threads implements Background {
    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "background");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void execute(Runnable task) {
        pool.execute(guarded(task));
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        return cancelling(pool.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public Task every(Duration initialDelay, Duration period, Runnable task) {
        return cancelling(pool.scheduleWithFixedDelay(
                guarded(task), initialDelay.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static Task cancelling(Future<?> future) {
        return () -> future.cancel(false);
    }

    /** An exception would end a series without a word. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                System.out.println("background work failed: " + e);
            }
        };
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
