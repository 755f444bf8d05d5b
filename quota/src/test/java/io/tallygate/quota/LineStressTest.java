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
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(worker(edge, "acme-" + i % 2, ids, over)));
            }
            for (int i = 0; i < STEPS; i++) {
                edge.time.advance(Duration.ofMinutes(20));
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
            // Two lines for each of 20 hours, but for hours in which an account's threads did not get to run.
            assertThat(edge.meter.status().lines()).isGreaterThan(STEPS / 3);
            assertThat(refunded).isPositive();
            assertThat(inLedger(edge, "acme-0") + inLedger(edge, "acme-1")).isEqualTo(used - refunded);
        } finally {
            threads.shutdownNow();
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

    private static Callable<Sums> worker(TestEdge edge, String account, Set<RequestId> ids, AtomicBoolean over) {
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
            }
            return new Sums(i, used, refunded);
        };
    }
}
