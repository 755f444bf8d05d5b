package io.tallygate.directory;

import io.tallygate.spi.Background;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Background work on real threads, for what waits on a real connection. */
final class ThreadsOfATest implements Background {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        Future<?> later = threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> later.cancel(false);
    }

    @Override
    public Task every(Duration initialDelay, Duration period, Runnable task) {
        Future<?> series =
                threads.scheduleWithFixedDelay(task, initialDelay.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        return () -> series.cancel(false);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
