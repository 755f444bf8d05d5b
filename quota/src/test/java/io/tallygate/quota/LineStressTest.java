package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Permit;
import io.tallygate.model.RequestId;
import io.tallygate.quota.plan.BillingCalendar;
import io.tallygate.quota.plan.Plan;
import io.tallygate.spi.Tab;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class LineStressTest {
    private static final int THREADS = 4;
    private static final int STEPS = 60;
    private static final int NAMED = 20_000;

    private record Sums(long permits, long used, long refunded) {}

    @Test
    void countsEveryPermitOnceWhileWindowsRollAndFreezeAndTheLedgerIsFlushed() throws Exception {
        Plan hourly = Plan.named("starter").calendar(BillingCalendar.hourly(ZoneOffset.UTC));
        TestEdge edge = new TestEdge("2026-03-10T12:00:00Z", hourly);
        edge.flushEvery = Duration.ofMinutes(3);
        edge.restart();
        AtomicBoolean over = new AtomicBoolean();
        Set<RequestId> ids = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Sums>> workers = new ArrayList<>();
            AtomicIntegerArray turns = new AtomicIntegerArray(THREADS);
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                workers.add(
                        threads.submit(worker(edge, "acme-" + i % 2, ids, over, () -> turns.incrementAndGet(number))));
            }
            for (int i = 0; i < STEPS; i++) {
                edge.time.advance(Duration.ofMinutes(20));
                awaitATurnOfEach(workers, turns);
            }
            over.set(true);
            long permits = 0;
            long used = 0;
            long refunded = 0;
            for (Future<Sums> worker : workers) {
                permits += worker.get().permits;
                used += worker.get().used;
                refunded += worker.get().refunded;
            }
            assertThat(permits).isGreaterThan(STEPS);
            assertThat(edge.meter.flush()).isTrue();
            assertThat(ids).hasSize((int) workers.stream()
                    .mapToLong(LineStressTest::permits)
                    .map(it -> Math.min(it, NAMED))
                    .sum());
            assertThat(edge.meter.status().lines())
                    .as("two for each of 20 hours")
                    .isGreaterThanOrEqualTo(2 * STEPS / 3);
            assertThat(refunded).isPositive();
            assertThat(inLedger(edge, "acme-0") + inLedger(edge, "acme-1")).isEqualTo(used - refunded);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Of those that go on: one that began before may have been charged at an earlier time, so two. */
    private static void awaitATurnOfEach(List<Future<Sums>> workers, AtomicIntegerArray turns) {
        for (int i = 0; i < THREADS; i++) {
            int enough = turns.get(i) + 2;
            while (turns.get(i) < enough && !workers.get(i).isDone()) {
                Thread.yield();
            }
        }
    }

    private static long permits(Future<Sums> worker) {
        try {
            return worker.get().permits;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static long inLedger(TestEdge edge, String account) {
        var id = new io.tallygate.model.AccountId(account);
        return edge.ledger.windows(id).stream()
                .mapToLong(window -> edge.billed(account, window) + edge.late(account, window))
                .sum();
    }

    private static Callable<Sums> worker(
            TestEdge edge, String account, Set<RequestId> ids, AtomicBoolean over, Runnable turn) {
        return () -> {
            Tab tab = edge.tab(account);
            long used = 0;
            long refunded = 0;
            int i = 0;
            for (; !over.get(); i++) {
                Decision decision = edge.charge(tab, Demand.plain().units(1 + i % 3));
                if (!(decision instanceof Permit permit)) {
                    throw new AssertionError(decision);
                }
                if (i < NAMED) {
                    ids.add(permit.requestId());
                }
                used += permit.units();
                if (i % 5 == 0 && permit.refund()) {
                    refunded += permit.units();
                }
                turn.run();
            }
            return new Sums(i, used, refunded);
        };
    }
}
