package io.tallygate.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Several threads on the same limiters. Time stands still, or is moved by the threads themselves. */
@Timeout(60)
final class GcraStressTest {
    private static final int THREADS = 4;
    private static final int TAKES = 20_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @RepeatedTest(5)
    void admitsExactlyTheBurstWhileTimeStandsStill() throws Exception {
        Gcra gcra = new Gcra(RateLimit.of("frozen", 50_000, SECOND), 0);

        long admitted = inParallel(() -> countTakes(() -> gcra.take(1, 0) == Gcra.ADMITTED));

        assertThat(admitted).isEqualTo(50_000);
        assertThat(gcra.remaining(0)).isZero();
    }

    @RepeatedTest(5)
    void admitsNoMoreThanBurstAndRateWhileTimePasses() throws Exception {
        RateLimit limit = RateLimit.of("moving", 1_000, SECOND);
        long step = limit.intervalNanos() / 4;
        AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000 * step);
        Gcra gcra = new Gcra(limit, time.get());

        long admitted = inParallel(() -> countTakes(() -> gcra.take(1, time.addAndGet(step)) == Gcra.ADMITTED));

        long most = limit.burst() + THREADS * TAKES / 4;
        assertThat(admitted).isBetween(most - THREADS, most);
    }

    @RepeatedTest(5)
    void leavesNoTraceOfRollbacksWhenTwoLimitersRunOutTogether() throws Exception {
        Gcra one = new Gcra(RateLimit.of("one", 40_000, SECOND), 0);
        Gcra other = new Gcra(RateLimit.of("other", 40_000, SECOND), 0);
        Gcra[] oneWay = {one, other};
        Gcra[] otherWay = {other, one};

        long admitted = inParallel(() -> countTakes(
                () -> Gcra.takeAll(oneWay, 1, 0) == Gcra.NONE, () -> Gcra.takeAll(otherWay, 1, 0) == Gcra.NONE));

        assertThat(admitted).isBetween(1L, 40_000L);
        assertThat(one.remaining(0)).isEqualTo(40_000 - admitted);
        assertThat(other.remaining(0)).isEqualTo(40_000 - admitted);
    }

    @RepeatedTest(5)
    void losesNoUnitWhenTakesAndGiveBacksRace() throws Exception {
        Gcra[] limiters = {
            new Gcra(RateLimit.of("few", THREADS - 1, SECOND), 0),
            new Gcra(RateLimit.of("fewer", THREADS - 2, SECOND), 0)
        };

        long admitted = inParallel(() -> countTakes(() -> takeAndGiveBack(limiters)));

        assertThat(admitted).isGreaterThan(THREADS);
        assertThat(limiters[0].remaining(0)).isEqualTo(THREADS - 1);
        assertThat(limiters[1].remaining(0)).isEqualTo(THREADS - 2);
    }

    private static boolean takeAndGiveBack(Gcra[] limiters) {
        boolean admitted = Gcra.takeAll(limiters, 1, 0) == Gcra.NONE;
        if (admitted) {
            Gcra.giveBackAll(limiters, 1);
        }
        return admitted;
    }

    private interface Take {
        boolean admitted();
    }

    /** Runs the takes in turn and counts those admitted. */
    private static long countTakes(Take... takes) {
        long admitted = 0;
        for (int i = 0; i < TAKES; i++) {
            admitted += takes[i % takes.length].admitted() ? 1 : 0;
        }
        return admitted;
    }

    private long inParallel(Callable<Long> work) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            counts.add(threads.submit(() -> {
                start.await();
                return work.call();
            }));
        }
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += count.get();
        }
        return sum;
    }
}
