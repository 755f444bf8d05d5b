package io.tallygate.testing;

import io.tallygate.spi.Background;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Time that moves only when told, and the background work that hangs on it. Starts no thread: all work runs on the
 * thread that calls {@link #execute} or {@link #advance}. Thread-safe, so that stress tests may share one.
 *
 * <p>What runs when:
 *
 * <ul>
 *   <li>{@link #execute} runs the task at once, before it returns. Called from within a task, it runs the new one as
 *       soon as that task has ended, on the same thread: so a task never finds itself inside another, and a task that
 *       waits for one it has submitted hangs here as it may on a full pool.
 *   <li>{@link #advance} goes from one due task to the next and runs each at its own instant; tasks due at the same
 *       instant run in the order they were asked for.
 *   <li>A task may itself advance the time, which is how a test plays a slow directory. Others that come due
 *       meanwhile run then, and what it adds to the time is in addition to the advance it runs in.
 *   <li>What a task throws goes nowhere but into {@link #failures()}; a series goes on.
 * </ul>
 */
public final class ManualTime implements TimeSource, Background {
    private final Object lock = new Object();
    private final PriorityQueue<Scheduled> scheduled =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::due).thenComparingLong(Scheduled::order));
    private final Map<Thread, Deque<Runnable>> submittedWithin = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final long originMillis;
    private long nanos;
    private long jumpedMillis;
    private long orders;

    private ManualTime(Instant start) {
        this.originMillis = start.toEpochMilli();
    }

    /**
     * Time that stands at this instant.
     *
     * @param instant as {@link Instant#parse} reads it, such as {@code 2026-01-31T23:59:00Z}
     */
    public static ManualTime at(String instant) {
        return new ManualTime(Instant.parse(instant));
    }

    /** Time that stands at this instant. */
    public static ManualTime at(Instant instant) {
        return new ManualTime(instant);
    }

    @Override
    public long epochMillis() {
        synchronized (lock) {
            return originMillis + jumpedMillis + nanos / 1_000_000;
        }
    }

    @Override
    public long nanos() {
        synchronized (lock) {
            return nanos;
        }
    }

    /** The wall time. */
    public Instant instant() {
        return Instant.ofEpochMilli(epochMillis());
    }

    /**
     * Moves wall and elapsed time on together, and runs what comes due.
     *
     * @throws IllegalArgumentException when the duration is negative
     */
    public void advance(Duration duration) {
        long left = duration.toNanos();
        if (left < 0) {
            throw new IllegalArgumentException("elapsed time never goes back; use jumpWall for the wall clock");
        }
        while (true) {
            Scheduled next;
            synchronized (lock) {
                next = scheduled.peek();
                long step = next == null ? left : Math.max(0, Math.min(left, next.due - nanos));
                nanos += step;
                left -= step;
                if (next == null || next.due > nanos) {
                    return;
                }
                scheduled.remove();
            }
            next.run();
        }
    }

    /** Moves the wall clock alone, either way, as an operator or a time server does. Runs nothing. */
    public void jumpWall(Duration duration) {
        synchronized (lock) {
            jumpedMillis += duration.toMillis();
        }
    }

    /** How many tasks wait for their time; 0 once everything that used this time has cleaned up after itself. */
    public int pending() {
        synchronized (lock) {
            return scheduled.size();
        }
    }

    /** What tasks have thrown, in order. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void execute(Runnable task) {
        Deque<Runnable> queue = submittedWithin.get(Thread.currentThread());
        if (queue != null) {
            queue.add(task);
        } else {
            runWithFollowers(task);
        }
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        return schedule(new Scheduled(task, 0), delay);
    }

    @Override
    public Task every(Duration initialDelay, Duration period, Runnable task) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("period must be positive, was " + period);
        }
        return schedule(new Scheduled(task, period.toNanos()), initialDelay);
    }

    /** Does nothing: the test owns this time, and several gates, or lives of one, may share it. */
    @Override
    public void close() {}

    private Task schedule(Scheduled task, Duration delay) {
        synchronized (lock) {
            enqueue(task, nanos + Math.max(0, delay.toNanos()));
        }
        return task;
    }

    private void enqueue(Scheduled task, long due) {
        task.due = due;
        task.order = orders++;
        scheduled.add(task);
    }

    /** Runs a task and then whatever was submitted from within it, and so on. */
    private void runWithFollowers(Runnable task) {
        Thread current = Thread.currentThread();
        Deque<Runnable> own = new ArrayDeque<>();
        Deque<Runnable> outer = submittedWithin.put(current, own);
        try {
            for (Runnable next = task; next != null; next = own.poll()) {
                runRecordingFailure(next);
            }
        } finally {
            if (outer == null) {
                submittedWithin.remove(current);
            } else {
                submittedWithin.put(current, outer);
            }
        }
    }

    private void runRecordingFailure(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            failures.add(thrown);
        }
    }

    private final class Scheduled implements Task {
        private final Runnable task;
        private final long period;
        private volatile boolean cancelled;
        private long due;
        private long order;

        Scheduled(Runnable task, long period) {
            this.task = task;
            this.period = period;
        }

        long due() {
            return due;
        }

        long order() {
            return order;
        }

        void run() {
            if (!cancelled) {
                runWithFollowers(task);
            }
            synchronized (lock) {
                if (period > 0 && !cancelled) {
                    enqueue(this, due + period > nanos ? due + period : nanos + period);
                }
            }
        }

        @Override
        public void cancel() {
            synchronized (lock) {
                cancelled = true;
                scheduled.remove(this);
            }
        }
    }
}
