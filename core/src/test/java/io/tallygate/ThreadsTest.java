package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.spi.Background;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private static final Duration SOON = Duration.ofMillis(1);

    /** For one look-up, and to spare. */
    private static final int MOST = 1 + 8;

    private final Threads threads = new Threads(1);

    @AfterEach
    void close() {
        threads.close();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runsATaskOnceAfterItsDelay() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        threads.after(SOON, ran::countDown);
        await(ran);
    }

    @Test
    void goesOnWithASeriesWhateverARunThrowsAndNeverRunsItTwiceAtOnce() throws Exception {
        CountDownLatch enough = new CountDownLatch(20);
        AtomicBoolean running = new AtomicBoolean();
        AtomicInteger overlaps = new AtomicInteger();
        Background.Task task = threads.every(SOON, SOON, () -> {
            overlaps.addAndGet(running.getAndSet(true) ? 1 : 0);
            Thread.onSpinWait();
            running.set(false);
            enough.countDown();
            throw new StackOverflowError("in run " + enough.getCount());
        });
        await(enough);
        task.cancel();
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void doesNotStartWhatWasCancelled() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        for (int i = 0; i < MOST; i++) {
            threads.execute(() -> awaitQuietly(blocked)); // so that nothing runs before it is cancelled
        }
        CountDownLatch later = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        threads.after(SOON, ran::incrementAndGet).cancel();
        threads.every(SOON, SOON, ran::incrementAndGet).cancel();
        threads.after(SOON.multipliedBy(40), later::countDown);
        blocked.countDown();
        await(later);
        assertThat(ran).hasValue(0);
    }

    @Test
    void makesUpForATaskThatFoundAllThreadsTaken() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        int taken = 0;
        try {
            while (true) {
                threads.execute(() -> awaitQuietly(blocked));
                taken++;
            }
        } catch (RejectedExecutionException e) {
            assertThat(taken).isEqualTo(MOST + 256);
        }
        CountDownLatch ran = new CountDownLatch(1);
        threads.after(Duration.ZERO, ran::countDown);
        blocked.countDown();
        await(ran);
    }

    @Test
    void takesNothingWhenClosedAndEndsWhatHangs() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        threads.execute(() -> interrupted.set(!awaitQuietly(never)));
        Thread.currentThread().interrupt();
        threads.close();
        assertThat(Thread.interrupted())
                .as("does not wait when interrupted, and says so")
                .isTrue();
        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        threads.after(SOON, () -> {}).cancel();
        threads.every(SOON, SOON, () -> {}).cancel();
        threads.close();
        assertThat(interrupted).isTrue();
    }

    /** Whether it was let go rather than interrupted. */
    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
