package io.tallygate.quota;

import static io.tallygate.model.Restriction.MaxUses.Exactness.PER_EDGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Demand;
import io.tallygate.model.Permit;
import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.spi.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitedUsesStressTest {
    private static final int THREADS = 4;
    private static final int ATTEMPTS = 50_000;
    private static final int USES = 3;

    private final AtomicInteger held = new AtomicInteger();

    /** Permits are held for a moment and refunded: never are more held than there are uses. */
    @Test
    void neverAdmitsOneTooManyWhileUsesComeAndGo() throws Exception {
        TestEdge edge = new TestEdge();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(worker(edge)));
            }
            int admitted = 0;
            for (Future<Integer> worker : workers) {
                admitted += worker.get();
            }
            assertThat(admitted).isGreaterThan(ATTEMPTS / 100);
            for (int i = 0; i <= USES; i++) {
                assertThat(edge.charge(tab(edge), Demand.plain()) instanceof Permit)
                        .isEqualTo(i < USES);
            }
            edge.meter.flush();
            assertThat(edge.billed("acme")).isEqualTo(USES);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Tab tab(TestEdge edge) {
        return edge.meter.open(
                TestEdge.entitlement("acme").withRestrictions(List.of(new MaxUses("g1", USES, PER_EDGE))));
    }

    private Callable<Integer> worker(TestEdge edge) {
        return () -> {
            Tab tab = tab(edge);
            int admitted = 0;
            for (int i = 0; i < ATTEMPTS; i++) {
                if (edge.charge(tab, Demand.plain()) instanceof Permit permit) {
                    assertThat(held.incrementAndGet()).isLessThanOrEqualTo(USES);
                    Thread.onSpinWait();
                    held.decrementAndGet();
                    permit.refund();
                    admitted++;
                }
            }
            return admitted;
        };
    }
}
