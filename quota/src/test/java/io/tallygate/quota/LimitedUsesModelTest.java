package io.tallygate.quota;

import static io.tallygate.model.Restriction.MaxUses.Exactness.PER_EDGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.testing.FaultyLedger.Fault;
import io.tallygate.quota.testing.MemoryDisk;
import io.tallygate.spi.Tab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Several edges serve one grant; they are killed at random, between the two counters too, and their ledger fails. No
 * edge ever admits more than the grant has uses, none refuses while nobody could have used them, and billing is exact.
 */
class LimitedUsesModelTest {
    private static final int RUNS = 100;
    private static final int STEPS = 150;
    private static final int EDGES = 3;
    private static final Fault[] FAULTS = Fault.values();

    private long admissions;
    private long refusals;
    private long kills;
    private long cutBetween;

    @Test
    void neverMoreOnOneEdgeThanTheGrantHasUses() {
        for (long seed = 1; seed <= RUNS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("LIMITED USES runs=" + RUNS + " admissions=" + admissions + " refusals=" + refusals
                + " kills=" + kills + " cut_between=" + cutBetween);
        assertThat(admissions).isGreaterThan(RUNS * 5);
        assertThat(refusals).isGreaterThan(RUNS);
        assertThat(kills).isGreaterThan(RUNS);
        assertThat(cutBetween).isGreaterThan(RUNS);
    }

    /** One edge and what it must have counted. */
    private static final class Modelled {
        final TestEdge edge;
        final List<Permit> open = new ArrayList<>();
        Tab tab;
        long net;
        long peak;

        Modelled(TestEdge edge, Tab tab) {
            this.edge = edge;
            this.tab = tab;
        }

        void used() {
            peak = Math.max(peak, ++net);
        }
    }

    private final class Run {
        private final SplittableRandom random;
        private final Entitlement entitlement;
        private final long uses;
        private final List<Modelled> edges = new ArrayList<>();
        private long units;

        Run(long seed) {
            random = new SplittableRandom(seed);
            uses = 1 + random.nextInt(8);
            entitlement = TestEdge.entitlement("acme").withRestrictions(List.of(new MaxUses("g1", uses, PER_EDGE)));
            TestEdge first = new TestEdge();
            for (int i = 0; i < EDGES; i++) {
                TestEdge edge = i == 0 ? first : first.other(new MemoryDisk("disk-" + i), seed * EDGES + i);
                edges.add(new Modelled(edge, edge.meter.open(entitlement)));
            }
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                step(edges.get(random.nextInt(EDGES)));
            }
            for (Modelled each : edges) {
                each.edge.faulty.deliverHeldShuffled(random);
                each.edge.faulty.healthy();
            }
            edges.get(0).edge.time.advance(Duration.ofMinutes(10));
            TestEdge any = edges.get(0).edge;
            assertThat(any.billed("acme")).isEqualTo(units);
            assertThat(any.billed("acme", CounterKey.USES))
                    .isEqualTo(edges.stream().mapToLong(it -> it.net).sum());
        }

        private void step(Modelled at) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> charge(at);
                case 5, 6 -> refund(at);
                case 7 -> at.edge.faulty.next(FAULTS[random.nextInt(FAULTS.length)]);
                case 8 -> at.edge.faulty.deliverHeldShuffled(random);
                case 9 -> at.edge.time.advance(Duration.ofMillis(random.nextInt(20_000)));
                case 10 -> killBetweenTheCounters(at);
                default -> kill(at);
            }
        }

        private void charge(Modelled at) {
            Decision decision = at.edge.charge(at.tab, Demand.plain());
            if (decision instanceof Permit permit) {
                at.used();
                units++;
                admissions++;
                at.open.add(permit);
                assertThat(at.net).isLessThanOrEqualTo(uses);
            } else {
                refusals++;
                assertThat(((Deny) decision).denial()).isEqualTo(Denial.USES_EXHAUSTED);
                assertThat(edges.stream().mapToLong(it -> it.peak).sum()).isGreaterThanOrEqualTo(uses);
            }
        }

        private void refund(Modelled at) {
            if (!at.open.isEmpty()) {
                assertThat(at.open.remove(at.open.size() - 1).refund()).isTrue();
                at.net--;
                units--;
            }
        }

        private void killBetweenTheCounters(Modelled at) {
            UseLimit limit = UseLimit.of(entitlement, ((EdgeMeter) at.edge.meter).counting())
                    .get(0);
            if (limit.line().use(uses) > 0) {
                at.used();
                cutBetween++;
            }
            kill(at);
        }

        private void kill(Modelled at) {
            at.edge.restart();
            at.open.clear();
            at.tab = at.edge.meter.open(entitlement);
            kills++;
        }
    }
}
