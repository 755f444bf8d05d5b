package io.tallygate.spi;

import java.time.Duration;

/**
 * Where work that no request waits for is done, and calls that a request waits for only so long. Thread-safe.
 *
 * <p>A {@link TimeSource} that also implements this interface drives its own background work: that is how a test with
 * manual time runs everything on its own thread.
 */
public interface Background extends AutoCloseable {
    /**
     * Runs the task soon, on another thread where there is one.
     *
     * @throws java.util.concurrent.RejectedExecutionException when all threads and the queue are taken, or it is closed
     */
    void execute(Runnable task);

    /** Runs the task once, after a delay of elapsed time. */
    Task after(Duration delay, Runnable task);

    /**
     * Runs the task again and again, never twice at once; a run that is late is not made up for. What a run throws is
     * logged and does not end the series.
     */
    Task every(Duration initialDelay, Duration period, Runnable task);

    /** Ends all work. Waits for what runs now, but not for long. */
    @Override
    void close();

    /** Work that was asked for. */
    interface Task {
        /** Keeps it from starting again. What runs now runs on. */
        void cancel();
    }
}
