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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LineStressTest {
    private static final int THREADS = 4;
    private static final int CHARGES = 40_000;

    private record Sums(long used, long refunded) {}

    @Test
    void countsEveryPermitOnceWhileWindowsRollAndFreezeAndTheLedgerIsFlushed() throws Exception {
        Plan hourly = Plan.named("starter").calendar(BillingCalendar.hourly(ZoneOffset.UTC));
        TestEdge edge = new TestEdge("2026-03-10T12:00:00Z", hourly);
        AtomicBoolean over = new AtomicBoolean();
        Set<RequestId> ids = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Sums>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(worker(edge, "acme-" + i % 2, ids)));
            }
            int hours = 0;
            while (!workers.stream().allMatch(Future::isDone)) {
                edge.time.advance(Duration.ofMinutes(20));
                hours++;
            }
            over.set(true);
            long used = 0;
            long refunded = 0;
            for (Future<Sums> worker : workers) {
                used += worker.get().used;
                refunded += worker.get().refunded;
            }
            assertThat(hours).isGreaterThan(10);
            assertThat(edge.meter.flush()).isTrue();
            assertThat(ids).hasSize(THREADS * CHARGES);
            assertThat(refunded).isPositive();
            assertThat(inLedger(edge, "acme-0") + inLedger(edge, "acme-1")).isEqualTo(used - refunded);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long inLedger(TestEdge edge, String account) {
        var id = new io.tallygate.model.AccountId(account);
        return edge.ledger.windows(id).stream()
                .mapToLong(window -> edge.billed(account, window) + edge.late(account, window))
                .sum();
    }

    private static Callable<Sums> worker(TestEdge edge, String account, Set<RequestId> ids) {
        return () -> {
            Tab tab = edge.tab(account);
            long used = 0;
            long refunded = 0;
            for (int i = 0; i < CHARGES; i++) {
                Decision decision = edge.charge(tab, Demand.plain().units(1 + i % 3));
                if (!(decision instanceof Permit permit)) {
                    throw new AssertionError(decision);
                }
                ids.add(permit.requestId());
                used += permit.units();
                if (i % 5 == 0 && permit.refund()) {
                    refunded += permit.units();
                }
            }
            return new Sums(used, refunded);
        };
    }
}
