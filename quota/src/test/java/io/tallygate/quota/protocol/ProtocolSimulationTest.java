package io.tallygate.quota.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Drives the production meter and ledger through everything that can go wrong, on a disk, a network and clocks that are
 * drawn from a seed, against a model that counts outside the protocol. {@code -Dprotocol.seed=n} plays one run again,
 * {@code -Dprotocol.runs=n} plays more of them.
 */
class ProtocolSimulationTest {
    private static final int RUNS = Integer.getInteger("protocol.runs", 20_000);

    /** A quarter of the runs restores the ledger once, a quarter twice. {@code -Dprotocol.restores=n} plays one again. */
    private static final int QUARTER = RUNS / 4;

    @Test
    void losesNothingAndBillsNothingTwice() {
        Long one = Long.getLong("protocol.seed");
        Simulation all = one == null ? campaign() : campaign(one, one, Integer.getInteger("protocol.restores", 0));
        System.out.println(all.faults + " permits=" + all.permits + " denials=" + all.denials);
        System.out.println("PROTOCOL runs=" + all.runs + " faults=" + all.faultCount() + " lost=" + all.lost
                + " double=" + all.doubled + " changed=" + all.changed);
        if (one == null) {
            assertThat(all.runs).isEqualTo(RUNS);
            assertEachFaultWasInjected(all);
        }
    }

    /** On two threads: runs share nothing. */
    private static Simulation campaign() {
        CompletableFuture<Simulation> never = CompletableFuture.supplyAsync(() -> campaign(1, RUNS - 2L * QUARTER, 0));
        CompletableFuture<Simulation> restored = CompletableFuture.supplyAsync(
                () -> campaign(1, QUARTER, 1).plus(campaign(QUARTER + 1, 2L * QUARTER, 2)));
        return never.join().plus(restored.join());
    }

    private static Simulation campaign(long from, long to, int mostRestores) {
        Simulation simulation = new Simulation(new Seams(), false, mostRestores);
        for (long seed = from; seed <= to; seed++) {
            Simulation.Outcome outcome = simulation.run(seed);
            assertThat(outcome.clean()).as("%s", outcome).isTrue();
        }
        return simulation;
    }

    private static void assertEachFaultWasInjected(Simulation simulation) {
        for (Fault fault : Fault.values()) {
            assertThat(simulation.faults.getOrDefault(fault, 0L))
                    .as("how often " + fault)
                    .isGreaterThanOrEqualTo((long) fault.least * RUNS / 20_000);
        }
        assertThat(simulation.permits).isGreaterThan(30L * RUNS);
    }

    @Test
    void findsNothingWhereNothingFails() {
        Simulation simulation = new Simulation(new Seams(), true);
        for (long seed = 1; seed <= 500; seed++) {
            Simulation.Outcome outcome = simulation.run(seed);
            assertThat(outcome.clean()).as("%s", outcome).isTrue();
        }
        assertThat(simulation.denials).isZero();
        assertThat(simulation.faults).containsOnlyKeys(Fault.REFUND, Fault.WINDOW_END);
    }
}
