package io.tallygate.quota.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Drives the production meter and ledger through everything that can go wrong, on a disk, a network and clocks that are
 * drawn from a seed, against a model that counts outside the protocol. {@code -Dprotocol.seed=n} plays one run again,
 * {@code -Dprotocol.runs=n} plays more of them.
 */
class ProtocolSimulationTest {
    private static final int RUNS = Integer.getInteger("protocol.runs", 20_000);

    @Test
    void losesNothingAndBillsNothingTwice() {
        Simulation simulation = new Simulation(new Seams(), false);
        Long one = Long.getLong("protocol.seed");
        for (long seed = one == null ? 1 : one; seed <= (one == null ? RUNS : one); seed++) {
            Simulation.Outcome outcome = simulation.run(seed);
            assertThat(outcome.clean()).as(outcome.toString()).isTrue();
        }
        System.out.println(simulation.faults + " permits=" + simulation.permits + " denials=" + simulation.denials);
        System.out.println("PROTOCOL runs=" + simulation.runs + " faults=" + simulation.faultCount() + " lost="
                + simulation.lost + " double=" + simulation.doubled + " changed=" + simulation.changed);
        if (one == null) {
            assertEachFaultWasInjected(simulation);
        }
    }

    private static void assertEachFaultWasInjected(Simulation simulation) {
        for (Fault fault : Fault.values()) {
            assertThat(simulation.faults.getOrDefault(fault, 0L))
                    .as("how often " + fault)
                    .isGreaterThanOrEqualTo((long) fault.least * RUNS / 20_000);
        }
        assertThat(simulation.permits).isGreaterThan(50L * RUNS);
    }

    @Test
    void findsNothingWhereNothingFails() {
        Simulation simulation = new Simulation(new Seams(), true);
        for (long seed = 1; seed <= 500; seed++) {
            Simulation.Outcome outcome = simulation.run(seed);
            assertThat(outcome.clean()).as(outcome.toString()).isTrue();
        }
        assertThat(simulation.denials).isZero();
        assertThat(simulation.faults).containsOnlyKeys(Fault.REFUND, Fault.WINDOW_END);
    }
}
