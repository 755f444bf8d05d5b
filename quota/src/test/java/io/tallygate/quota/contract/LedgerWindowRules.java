package io.tallygate.quota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerHealth;
import io.tallygate.quota.ledger.LedgerOperator;
import io.tallygate.quota.ledger.PartitionOwner;
import io.tallygate.quota.ledger.Standing;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Window;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Closing, lateness, completeness and retirement: rule 7. */
abstract class LedgerWindowRules<L extends Ledger & LedgerOperator & PartitionOwner> extends LedgerChainRules<L> {
    private void assertMissing(ScriptedEdge edge, String why) {
        assertThat(march().complete()).isFalse();
        assertThat(march().missing()).hasSize(1);
        Statement.Missing missing = march().missing().get(0);
        assertThat(missing.edge()).isEqualTo(edge.id());
        assertThat(missing.label()).isEqualTo(edge.life().label());
        assertThat(missing.why()).contains(why);
    }

    @Test
    void isCompleteWhenEveryEdgeHasClosedTheWindow() {
        ScriptedEdge one = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        one.count(value(0, 10, 0));
        closeMarch(one);
        other.heartbeat();
        assertMissing(other, "has not closed the window");
        closeMarch(other);
        assertThat(march().missing()).isEmpty();
        assertThat(march().complete()).isTrue();
        assertThat(ledger.health().edges()).allMatch(it -> MARCH.end().equals(it.closedTo()));
    }

    @Test
    void asksForTheWordInTheAccountsPartitionOnly() {
        ScriptedEdge edge = edge("eu-1");
        clock.set(MARCH.end());
        edge.deliver(edge.seal(HOME == 0 ? 1 : 0, MARCH.end()));
        assertMissing(edge, "has not closed the window");
        edge.deliver(edge.seal(HOME, MARCH.end()));
        assertThat(march().complete()).isTrue();
        assertThat(ledger.health().edges().get(0).closedTo())
                .as("not in all partitions")
                .isNull();
    }

    /** Uses of limited grants have no end, so nothing closes them, and nobody's month has them. */
    @Test
    void keepsUsesApartFromWhatAWindowHas() {
        ScriptedEdge one = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        CounterKey uses = CounterKey.ofUses(ACME, "g1");
        assertThat(one.count(value(0, 10, 0), value(1, uses, 3))).containsExactly(0L, 0L);
        assertThat(other.count(value(0, uses, 2))).containsExactly(3L);
        closeMarch(one, other);
        assertThat(one.count(value(1, uses, 4))).containsExactly(2L);
        assertThat(march().complete()).isTrue();
        assertThat(used()).isEqualTo(10);
        assertThat(ledger.statement(ACME, CounterKey.USES).lines())
                .containsExactly(new Statement.Line("uses:g1", "-", 1, 6, 0, 0, 0));
        assertThat(ledger.windows(ACME)).containsExactly(CounterKey.USES, MARCH);
    }

    @Test
    void isNotCompleteBeforeAnyEdgeHasClosedTheWindow() {
        assertThat(march().missing()).hasSize(1);
        assertThat(march().missing().get(0).edge()).isNull();
        assertThat(march().missing().get(0).label()).isEqualTo("ledger");
        assertThat(march().missing().get(0).why()).contains("not over");
    }

    @Test
    void countsOnlyEdgesThatWereHeardOfLately() {
        ScriptedEdge edge = edge("eu-1");
        closeMarch(edge);
        clock.advance(Duration.ofHours(3));
        assertMissing(edge, "last heard of");
        edge.heartbeat();
        assertThat(march().complete()).isTrue();
    }

    @Test
    void neverTakesAWordBack() {
        ScriptedEdge edge = edge("eu-1");
        closeMarch(edge);
        edge.close(MARCH.start());
        assertThat(march().complete()).isTrue();
        edge.nextLife().close(MARCH.start().plusSeconds(1));
        assertThat(march().complete()).isTrue();
        assertThat(ledger.health().edges().get(0).closedTo()).isEqualTo(MARCH.end());
    }

    @Test
    void takesAWordForItsOwnPresentTimeAtMost() {
        ScriptedEdge edge = edge("eu-1");
        edge.close(Instant.MAX);
        assertThat(ledger.health().edges().get(0).closedTo()).isEqualTo(clock.now());
        assertThat(march().complete()).isFalse();
        assertThat(ledger.register(ScriptedEdge.life(ScriptedEdge.edgeId(), "us-1"))
                        .floor())
                .isEqualTo(clock.now());
    }

    @Test
    void keepsWhatGrowsAfterTheWordAsLate() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(value(0, 10, 1));
        closeMarch(edge);
        Statement.Line before = marchLine();
        edge.count(value(0, 15, 3), value(1, 7, 0));
        edge.count(value(0, 16, 3));
        assertThat(marchLine().used()).isEqualTo(before.used()).isEqualTo(10);
        assertThat(marchLine().refunded()).isEqualTo(before.refunded()).isEqualTo(1);
        assertThat(marchLine().lateUsed()).isEqualTo(13);
        assertThat(marchLine().lateRefunded()).isEqualTo(2);
        assertThat(march().complete()).isTrue();
    }

    @Test
    void countsValuesThatComeWithTheWordAsRegular() {
        ScriptedEdge edge = edge("eu-1");
        clock.set(MARCH.end());
        edge.deliver(edge.seal(HOME, MARCH.end(), value(0, 10, 0)));
        assertThat(marchLine().used()).isEqualTo(10);
        assertThat(march().complete()).isTrue();
    }

    @Test
    void keepsCountersThatTheEdgeCallsLateApart() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(value(0, 10, 0), value(1, late(MARCH), 3));
        edge.count(value(1, late(MARCH), 4));
        assertThat(marchLine().used()).isEqualTo(10);
        assertThat(marchLine().lateUsed()).isEqualTo(4);
        assertThat(marchLine().lateRefunded()).isZero();
    }

    @Test
    void neverLowersThePlanVersionOfACompleteStatement() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(value(0, version(3), 10), value(1, version(2), 10), value(2, version(1), 0));
        closeMarch(edge);
        assertThat(marchLine().planVersion()).isEqualTo(2);
        edge.count(value(3, version(1), 5));
        assertThat(marchLine().planVersion()).isEqualTo(2);
        assertThat(marchLine().lateUsed()).isEqualTo(5);
    }

    @Test
    void leavesOpenWindowsRegular() {
        ScriptedEdge edge = edge("eu-1");
        closeMarch(edge);
        edge.count(value(0, key(ACME, APRIL), 5));
        assertThat(ledger.statement(ACME, APRIL).lines().get(0).used()).isEqualTo(5);
        assertThat(ledger.statement(ACME, APRIL).complete()).isFalse();
    }

    @Test
    void givesANewEdgeTheHorizonAsItsFloor() {
        ScriptedEdge edge = edge("eu-1");
        closeMarch(edge);
        ScriptedEdge fresh = new ScriptedEdge(ledger, ScriptedEdge.life(ScriptedEdge.edgeId(), "us-1"));
        assertThat(ledger.register(fresh.life()).floor()).isEqualTo(MARCH.end());
        assertThat(march().complete())
                .as("the new edge counts as having said it")
                .isTrue();
        fresh.count(value(0, 5, 0));
        assertThat(marchLine().used()).isZero();
        assertThat(marchLine().lateUsed()).isEqualTo(5);
    }

    @Test
    void waitsNoLongerForARetiredEdgeAndTakesItsWordsAsAdjustments() {
        ScriptedEdge gone = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        gone.count(value(0, 10, 0));
        closeMarch(other);
        gone.heartbeat();
        assertMissing(gone, "has not closed the window");
        ledger.retire(gone.id());
        ledger.retire(gone.id());
        assertThat(march().complete()).isTrue();
        FlushReply reply = gone.flush(gone.seal(HOME, null, value(0, 12, 0)));
        assertThat(reply.standing()).isEqualTo(Standing.RETIRED);
        assertThat(reply.answers()).hasSize(1).allMatch(Answer.Acknowledged.class::isInstance);
        assertThat(marchLine().used()).isEqualTo(10);
        assertThat(marchLine().lateUsed()).isEqualTo(2);
        assertThat(ledger.register(ScriptedEdge.life(gone.id(), "eu-1")).standing())
                .isEqualTo(Standing.RETIRED);
        assertThat(ledger.health().edges()).filteredOn(it -> it.retired()).hasSize(1);
        assertThatThrownBy(() -> ledger.retire(ScriptedEdge.edgeId())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheMomentOfARetirementForTheHorizon() {
        ScriptedEdge gone = edge("eu-1");
        clock.set(MARCH.end().plusSeconds(1));
        ledger.retire(gone.id());
        assertThat(march().complete()).isTrue();
        assertThat(ledger.register(ScriptedEdge.life(ScriptedEdge.edgeId(), "us-1"))
                        .floor())
                .isEqualTo(clock.now());
    }

    @Test
    void waitsForTheOperatorWhereALifeIsInDispute() {
        ScriptedEdge edge = edge("eu-1");
        long life = edge.life().incarnation();
        ledger.disputed(edge.life(), 10, 15);
        ledger.disputed(edge.life(), 9, 17);
        closeMarch(edge);
        assertMissing(edge, "in dispute");
        assertThat(ledger.health().disputes()).containsExactly(new LedgerHealth.Dispute(edge.life(), 10, 17));
        ledger.writeOff(life);
        ledger.writeOff(life);
        ledger.disputed(edge.life(), 10, 17);
        assertThat(march().complete()).isTrue();
        assertThat(ledger.health().disputes()).isEmpty();
        assertThatThrownBy(() -> ledger.writeOff(life + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAWindowThatNoLedgerCanStore() {
        Window odd = new Window(MARCH.start().plusNanos(1), MARCH.end());
        assertThatThrownBy(() -> ledger.statement(ACME, odd)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key(ACME, odd)).isInstanceOf(IllegalArgumentException.class);
    }
}
