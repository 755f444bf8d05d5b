package io.tallygate.quota;

import static io.tallygate.model.Restriction.MaxUses.Exactness.EXACT;
import static io.tallygate.model.Restriction.MaxUses.Exactness.PER_EDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Permit;
import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.quota.billing.Invoice;
import io.tallygate.quota.billing.Invoicer;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.PlanBook;
import io.tallygate.quota.testing.MemoryDisk;
import io.tallygate.spi.Tab;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitedUsesTest {
    private static final AccountId ACME = new AccountId("acme");

    private TestEdge edge = new TestEdge();

    private static Tab tab(TestEdge edge, MaxUses... limits) {
        return edge.meter.open(TestEdge.entitlement("acme").withRestrictions(List.of(limits)));
    }

    private static MaxUses limit(String id, long uses) {
        return new MaxUses(id, uses, PER_EDGE);
    }

    private Decision charge(Tab tab) {
        return edge.charge(tab, Demand.plain());
    }

    private Permit permit(Tab tab) {
        Decision decision = charge(tab);
        assertThat(decision).isInstanceOf(Permit.class);
        return (Permit) decision;
    }

    private void assertUsedUp(TestEdge where, Tab tab) {
        assertThat(where.charge(tab, Demand.plain()))
                .isInstanceOfSatisfying(
                        Deny.class, deny -> assertThat(deny.denial()).isEqualTo(Denial.USES_EXHAUSTED));
    }

    @Test
    void admitsAsOftenAsTheGrantMayBeUsed() {
        Tab tab = tab(edge, limit("g1", 3));
        for (int i = 0; i < 3; i++) {
            assertThat(permit(tab).requestId().counted()).isTrue();
        }
        assertUsedUp(edge, tab);
        assertUsedUp(edge, tab(edge, limit("g1", 3)));
        permit(tab(edge, limit("g2", 1)));
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(4);
    }

    @Test
    void countsFreeRequestsAndCostlyOnesAsOneUse() {
        Tab tab = tab(edge, limit("g1", 2));
        Permit free = (Permit) edge.charge(tab, Demand.plain().uncounted());
        assertThat(free.units()).isZero();
        Permit costly = (Permit) edge.charge(tab, Demand.plain().units(500));
        assertThat(costly.units()).isEqualTo(500);
        assertUsedUp(edge, tab);
        assertThat(free.refund()).isTrue();
        permit(tab);
        assertUsedUp(edge, tab);
    }

    @Test
    void givesTheUseBackWithTheUnitsOnce() {
        Tab tab = tab(edge, limit("g1", 1));
        Permit permit = permit(tab);
        assertUsedUp(edge, tab);
        assertThat(permit.refund()).isTrue();
        assertThat(permit.refund()).isFalse();
        permit(tab);
        assertUsedUp(edge, tab);
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(1);
    }

    @Test
    void takesNoUseForRequestThatIsRefusedElsewhere() {
        Plan slow = Plan.named("starter").rate("burst", 1, Duration.ofSeconds(10));
        edge = new TestEdge("2026-03-10T12:00:00Z", slow);
        Tab tab = tab(edge, limit("g1", 2));
        permit(tab);
        for (int i = 0; i < 5; i++) {
            assertThat(charge(tab))
                    .isInstanceOfSatisfying(
                            Deny.class, deny -> assertThat(deny.denial()).isEqualTo(Denial.RATE_LIMITED));
        }
        edge.time.advance(Duration.ofSeconds(20));
        permit(tab);
    }

    @Test
    void takesAllOfSeveralLimitsOrNone() {
        Tab both = tab(edge, limit("many", 3), limit("once", 1));
        permit(both);
        for (int i = 0; i < 5; i++) {
            assertUsedUp(edge, both);
        }
        Tab many = tab(edge, limit("many", 3));
        permit(many);
        permit(many);
        assertUsedUp(edge, many);
    }

    @Test
    void keepsTheNarrowestOfLimitsUnderOneIdAndCountsItOnce() {
        Tab narrowed = tab(edge, limit("g1", 9), limit("g1", 2), limit("g1", 5));
        permit(narrowed);
        permit(narrowed);
        assertUsedUp(edge, narrowed);
        permit(tab(edge, limit("g1", 3)));
    }

    @Test
    void remembersUsesWhenItIsKilledAndTheLedgerIsAway() {
        permit(tab(edge, limit("g1", 3)));
        edge.faulty.down();
        edge.restart();
        permit(tab(edge, limit("g1", 3)));
        edge.restart();
        Tab third = tab(edge, limit("g1", 3));
        permit(third);
        assertUsedUp(edge, third);
    }

    /** The operator has ended the life; what it counts then tells it, and another life of the same process follows. */
    @Test
    void goesOnWithTheSameUsesInTheNextLifeOfTheProcess() {
        Tab tab = tab(edge, limit("g1", 3));
        permit(tab);
        long incarnation = edge.meter.status().life().incarnation();
        edge.ledger.end(incarnation);
        Permit second = permit(tab);
        edge.meter.flush();
        edge.meter.flush();
        assertThat(edge.meter.status().life().incarnation()).isNotEqualTo(incarnation);
        assertThat(second.refund()).isTrue();
        permit(tab);
        assertUsedUp(edge, tab);
    }

    @Test
    void takesWhatOtherEdgesHaveUsedFromItsOwn() {
        TestEdge other = edge.other(new MemoryDisk("other"), 2);
        Tab there = tab(other, limit("g1", 4));
        for (int i = 0; i < 3; i++) {
            assertThat(other.charge(there, Demand.plain())).isInstanceOf(Permit.class);
        }
        other.meter.flush();
        Tab here = tab(edge, limit("g1", 4));
        permit(here);
        edge.meter.flush();
        assertUsedUp(edge, here);
        assertThat(other.charge(there, Demand.plain()))
                .as("it has not heard: the stated overshoot")
                .isInstanceOf(Permit.class);
    }

    /** What a process leaves behind that is killed after it has counted the use and before it has charged the units. */
    @Test
    void losesAtMostTheUseWhenItIsKilledBetweenTheTwoCounters() {
        MaxUses twice = limit("g1", 2);
        UseLimit limit = UseLimit.of(
                        TestEdge.entitlement("acme").withRestrictions(List.of(twice)),
                        ((EdgeMeter) edge.meter).counting())
                .get(0);
        assertThat(limit.line().use(2)).isEqualTo(1);
        edge.restart();
        Tab tab = tab(edge, twice);
        permit(tab);
        assertUsedUp(edge, tab);
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(1);
    }

    @Test
    void billsNoUses() {
        permit(tab(edge, limit("g1", 3))).refund();
        permit(tab(edge, limit("g1", 3)));
        assertThat(edge.meter.status().pendingUnits()).isEqualTo(1);
        edge.meter.flush();
        assertThat(edge.meter.status().pendingUnits()).isZero();
        Invoicer invoicer = Invoicer.on(edge.ledger, PlanBook.of(TestEdge.STARTER));
        assertThat(invoicer.invoices(ACME)).extracting(Invoice::window).containsExactly(edge.month());
        assertThat(invoicer.invoices(ACME).get(0).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.billable()).isEqualTo(1));
        assertThatThrownBy(() -> invoicer.invoice(ACME, CounterKey.USES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> invoicer.adjustments(ACME, CounterKey.USES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(edge.statement("acme", CounterKey.USES).lines())
                .containsExactly(new Statement.Line("uses:g1", "-", 1, 2, 1, 0, 0));
    }

    /** Whoever narrows a key chooses its end. */
    @Test
    void countsUsesOfGrantsThatEndBeyondAllClocks() {
        Tab tab = edge.meter.open(TestEdge.entitlement("acme")
                .withRestrictions(List.of(limit("g1", 1)))
                .withNotAfter(Instant.MAX));
        permit(tab);
        assertUsedUp(edge, tab);
    }

    @Test
    void refusesToCountExactlyWithoutLeases() {
        assertThatThrownBy(() -> tab(edge, limit("g1", 5), new MaxUses("g1", 9, EXACT)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PER_EDGE");
        assertThat(edge.alarmed("exact-uses")).isTrue();
    }
}
