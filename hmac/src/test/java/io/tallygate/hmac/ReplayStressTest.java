package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads that all try to get the same requests in, while slices are begun and let go. */
@Timeout(60)
@Tag("anywhere")
class ReplayStressTest {
    private static final int THREADS = 4;
    private static final int SLICE_SECONDS = 22;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final CyclicBarrier together = new CyclicBarrier(THREADS);
    private final KeyNonces key = new KeyNonces();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Half an hour of traffic at the capacity, which goes round the ring more than five times. */
    @Test
    void letsEachOfManyRequestsInOnce() throws Exception {
        int perSecond = 1_000;
        int requests = 2_000 * perSecond;
        int lap = 20 * perSecond;
        int room = perSecond + 1; // for those that are being looked at when the rest are all there
        GuardedEdge edge = running(Replays.local().capacity(room).perKey(room));
        AtomicIntegerArray admitted = new AtomicIntegerArray(requests);
        long start = edge.now();

        inParallel(thread -> {
            byte[] code = new byte[MacKey.LENGTH];
            for (int from = 0; from < requests; from += lap) {
                together.await();
                // in every other lap each begins elsewhere, so that they meet at all ages of a slice
                int shift = from / lap % 2 * thread * (lap / THREADS);
                for (int i = 0; i < lap; i++) {
                    int request = from + (i + shift) % lap;
                    if (edge.ask(key, Codes.of(request, code), start + request / perSecond) == Remembered.FRESH) {
                        admitted.incrementAndGet(request);
                    }
                }
            }
            return null;
        });

        int twice = 0;
        int missed = 0;
        for (int i = 0; i < requests; i++) {
            twice += admitted.get(i) > 1 ? 1 : 0;
            missed += admitted.get(i) == 0 ? 1 : 0;
        }
        System.out.println(
                "REPLAY threads=" + THREADS + " nonces=" + requests + " twice=" + twice + " missed=" + missed);
        assertThat(twice).isZero();
        assertThat(missed).isZero();
    }

    /** Threads hold on to a slice while another one begins the slice that takes its place. */
    @Test
    void letsNoneInTwiceWhileItsSliceIsLetGo() throws Exception {
        int rounds = 300;
        int requests = 400;
        GuardedEdge edge = running(Replays.local().capacity(100).perKey(100));
        AtomicIntegerArray admitted = new AtomicIntegerArray(rounds * requests);
        long start = edge.now();

        List<long[]> found = inParallel(thread -> {
            byte[] code = new byte[MacKey.LENGTH];
            long[] seen = new long[Remembered.values().length];
            for (int round = 0; round < rounds; round++) {
                together.await();
                for (int i = 0; i < 2 * requests; i++) {
                    int request = round * requests + i % requests;
                    boolean letsGo = thread == 0 && i == requests / 2;
                    long created = start + (round + (letsGo ? RingPlan.SLICES : 0)) * (long) SLICE_SECONDS;
                    Codes.of(letsGo ? -1 - round : request, code);
                    Remembered remembered = edge.ask(key, code, created);
                    seen[remembered.ordinal()]++;
                    if (remembered == Remembered.FRESH && !letsGo) {
                        admitted.incrementAndGet(request);
                    }
                }
            }
            return seen;
        });

        for (int i = 0; i < admitted.length(); i++) {
            assertThat(admitted.get(i)).isLessThanOrEqualTo(1);
        }
        assertThat(sum(found, Remembered.FRESH)).isGreaterThan(rounds * 10L);
        assertThat(sum(found, Remembered.RESIGN)).isGreaterThan(rounds * 10L);
    }

    private static long sum(List<long[]> found, Remembered what) {
        return found.stream().mapToLong(seen -> seen[what.ordinal()]).sum();
    }

    @Test
    void givesAKeyNoMoreThanItsPartHoweverManyThreadsItHas() throws Exception {
        GuardedEdge edge = running(Replays.local().capacity(10_000).perKey(1_000));
        long created = edge.now();

        List<Long> admitted = inParallel(thread -> {
            byte[] code = new byte[MacKey.LENGTH];
            long fresh = 0;
            for (int i = 0; i < 10_000; i++) {
                fresh += edge.ask(key, Codes.of(i * THREADS + thread, code), created) == Remembered.FRESH ? 1 : 0;
            }
            return fresh;
        });

        assertThat(admitted.stream().mapToLong(Long::longValue).sum()).isEqualTo(1_000 * SLICE_SECONDS);
    }

    private GuardedEdge running(Replays replays) {
        GuardedEdge edge = new GuardedEdge(replays, time);
        time.advance(GuardedEdge.SKEW.plus(Duration.ofSeconds(1)));
        return edge;
    }

    private interface Work<T> {
        T of(int thread) throws Exception;
    }

    private <T> List<T> inParallel(Work<T> work) throws Exception {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> work.of(thread));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> done : threads.invokeAll(tasks)) {
            results.add(done.get());
        }
        return results;
    }
}
