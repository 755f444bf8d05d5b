package io.tallygate.quota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerOperator;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.PartitionOwner;
import io.tallygate.quota.ledger.Standing;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.ledger.Welcome;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens when edges say that the ledger went back: rule 4. */
abstract class LedgerRecoveryRules<L extends Ledger & LedgerOperator & PartitionOwner> extends LedgerWindowRules<L> {
    @Test
    void recoversWhenEveryEdgeHasReportedAndTheOperatorHasConfirmed() {
        ScriptedEdge one = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        closeMarch(one, other);
        long recovery = ledger.wentBack(one.life());
        assertThat(recovery).isPositive();
        assertThat(ledger.wentBack(other.life())).as("the same recovery").isEqualTo(recovery);
        assertThat(one.flush().recovery()).as("what it owes").isEqualTo(recovery);
        assertRecovering(recovery);
        ledger.recovered(one.id(), recovery);
        ledger.recovered(one.id(), recovery);
        assertThat(one.flush().recovery()).as("it owes nothing").isZero();
        ledger.confirm(Set.of(one.id(), other.id()));
        assertRecovering(recovery);
        assertThat(ledger.health().edges()).extracting(it -> it.reported()).containsExactly(true, false);
        ledger.recovered(other.id(), recovery);
        assertThat(ledger.health().recovering()).isFalse();
        assertThat(march().complete()).isTrue();
        assertThat(ledger.health().well()).isTrue();
    }

    private void assertRecovering(long recovery) {
        assertThat(ledger.health().recovering()).isTrue();
        assertThat(march().missing()).extracting(Statement.Missing::label).contains("ledger");
        assertThat(march().missing().get(0).why()).contains("recovery " + recovery);
    }

    @Test
    void waitsForTheOperatorAfterTheEdges() {
        ScriptedEdge edge = edge("eu-1");
        long recovery = ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), recovery);
        assertThat(ledger.health().recovering()).isTrue();
        ledger.confirm(Set.of(edge.id()));
        ledger.confirm(Set.of(edge.id()));
        assertThat(ledger.health().recovering()).isFalse();
        assertThat(ledger.health().recovery()).isEqualTo(recovery);
    }

    @Test
    void asksForTheConfirmationAnewInTheNextRecovery() {
        ScriptedEdge edge = edge("eu-1");
        long first = ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), first);
        ledger.confirm(Set.of(edge.id()));
        long second = ledger.wentBack(edge.life());
        assertThat(second).isGreaterThan(first);
        ledger.recovered(edge.id(), first);
        assertThat(ledger.health().edges().get(0).reported())
                .as("an old report")
                .isFalse();
        ledger.recovered(edge.id(), second);
        assertThat(ledger.health().recovering()).isTrue();
    }

    @Test
    void waitsForAnEdgeThatTheRestoreHadForgotten() {
        ScriptedEdge known = edge("eu-1");
        long recovery = ledger.wentBack(known.life());
        ledger.recovered(known.id(), recovery);
        ScriptedEdge forgotten = edge("us-1");
        assertThat(ledger.wentBack(forgotten.life())).isEqualTo(recovery);
        ledger.confirm(Set.of(known.id(), forgotten.id()));
        assertThat(ledger.health().recovering()).isTrue();
        ledger.recovered(forgotten.id(), recovery);
        assertThat(ledger.health().recovering()).isFalse();
    }

    @Test
    void takesWhatAForgottenEdgeHadCountedAsRegular() {
        ScriptedEdge known = edge("eu-1");
        closeMarch(known);
        ScriptedEdge forgotten = edge("us-1");
        long recovery = ledger.wentBack(forgotten.life());
        forgotten.count(value(0, 10, 0));
        assertThat(marchLine().used()).isEqualTo(10);
        assertThat(marchLine().lateUsed()).isZero();
        ledger.recovered(known.id(), recovery);
        ledger.recovered(forgotten.id(), recovery);
        ledger.confirm(Set.of(known.id(), forgotten.id()));
        assertThat(march().complete()).as("it has to say its word again").isFalse();
        forgotten.close(MARCH.end());
        assertThat(march().complete()).isTrue();
    }

    @Test
    void hasANewEdgeReportNothing() {
        ScriptedEdge edge = edge("eu-1");
        long recovery = ledger.wentBack(edge.life());
        ScriptedEdge fresh = edge("us-1");
        ledger.recovered(edge.id(), recovery);
        ledger.confirm(Set.of(edge.id(), fresh.id()));
        assertThat(ledger.health().recovering()).isFalse();
    }

    @Test
    void believesNoEndThatWasSaidOfWhatIsLost() {
        ScriptedEdge edge = edge("eu-1");
        ledger.ended(edge.life(), EndProof.SAME_BOOT);
        long recovery = ledger.wentBack(edge.life());
        ledger.ended(edge.life(), EndProof.SAME_BOOT);
        edge.count(value(0, 10, 0));
        assertThat(marchLine().used()).as("sent again after the restore").isEqualTo(10);
        ledger.recovered(edge.id(), recovery);
        ledger.ended(edge.life(), EndProof.SAME_BOOT);
        assertThat(ledger.health().edges().get(0).livesOpen()).isZero();
    }

    @Test
    void keepsTheOperatorsEndThroughARecovery() {
        ScriptedEdge edge = edge("eu-1");
        ledger.end(edge.life().incarnation());
        ledger.wentBack(edge.life());
        assertThat(ledger.health().edges().get(0).livesOpen()).isZero();
    }

    @Test
    void waitsForNoRetiredEdge() {
        ScriptedEdge edge = edge("eu-1");
        ScriptedEdge gone = edge("us-1");
        long recovery = ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), recovery);
        ledger.confirm(Set.of(edge.id(), gone.id()));
        ledger.retire(gone.id());
        assertThat(ledger.health().recovering()).isFalse();
    }

    @Test
    void namesTheDifferenceWhenTheOperatorConfirmsAnotherList() {
        ScriptedEdge edge = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        ScriptedEdge gone = edge("ap-1");
        ledger.retire(gone.id());
        ledger.wentBack(edge.life());
        assertThatThrownBy(() -> ledger.confirm(Set.of(edge.id(), gone.id())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(other.id().value())
                .hasMessageContaining(gone.id().value())
                .hasMessageNotContaining(edge.id().value());
        assertThat(ledger.health().recovering()).isTrue();
    }

    @Test
    void takesAReportOfARecoveryItHasForgottenForTheNewsThatItWentBackAgain() {
        ScriptedEdge edge = edge("eu-1");
        long forgotten = ledger.wentBack(edge.life()) + 1_000_000;
        ledger.recovered(edge.id(), forgotten);
        long recovery = ledger.health().recovery();
        assertThat(recovery).isGreaterThan(forgotten);
        assertThat(edge.flush().recovery()).as("what it owes").isEqualTo(recovery);
        ledger.ended(edge.life(), EndProof.SAME_BOOT);
        edge.count(value(0, 10, 0));
        assertThat(marchLine().used()).as("sent again").isEqualTo(10);
    }

    @Test
    void believesNoEndThatWasSaidBeforeTheEdgeNoticedAnotherRestore() {
        ScriptedEdge edge = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        long recovery = ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), recovery);
        ledger.ended(edge.life(), EndProof.SAME_BOOT);
        ledger.ended(other.life(), EndProof.SAME_BOOT);
        assertThat(ledger.wentBack(edge.life())).isEqualTo(recovery);
        edge.count(value(0, 10, 0));
        assertThat(marchLine().used()).as("sent again").isEqualTo(10);
        assertThat(edge.flush().recovery()).as("what it owes").isEqualTo(recovery);
    }

    @Test
    void asksForTheConfirmationAnewWhenAnEdgeNoticesAfterIt() {
        ScriptedEdge edge = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        long recovery = ledger.wentBack(edge.life());
        ledger.confirm(Set.of(edge.id(), other.id()));
        ledger.wentBack(other.life());
        ledger.recovered(edge.id(), recovery);
        ledger.recovered(other.id(), recovery);
        assertThat(ledger.health().recovering()).isTrue();
        ledger.confirm(Set.of(edge.id(), other.id()));
        assertThat(ledger.health().recovering()).isFalse();
    }

    @Test
    void recoversFromARestoreThatOnlyTheOperatorKnowsOf() {
        ScriptedEdge edge = edge("eu-1");
        closeMarch(edge);
        assertThat(march().complete()).isTrue();
        ledger.restored();
        long recovery = ledger.health().recovery();
        assertRecovering(recovery);
        assertThat(edge.flush().recovery()).as("what it owes").isEqualTo(recovery);
        ledger.recovered(edge.id(), recovery);
        assertRecovering(recovery);
        ledger.confirm(Set.of(edge.id()));
        assertThat(march().complete()).isTrue();
    }

    @Test
    void beginsAnotherRecoveryAtEachWordOfTheOperator() {
        ScriptedEdge edge = edge("eu-1");
        long first = ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), first);
        ledger.restored();
        long second = ledger.health().recovery();
        assertThat(second).isGreaterThan(first);
        ledger.confirm(Set.of(edge.id()));
        assertThat(ledger.health().recovering()).as("it has not reported").isTrue();
        ledger.restored();
        ledger.recovered(edge.id(), second);
        assertThat(ledger.health().recovering()).as("an old report").isTrue();
    }

    @Test
    void welcomesAFurtherLifeOfAnEdgeItKnows() {
        ScriptedEdge edge = edge("eu-1");
        Life next = ScriptedEdge.life(edge.id(), "new");
        assertThat(ledger.resume(next)).isEqualTo(ledger.register(next)).isEqualTo(ledger.resume(next));
        assertThat(ledger.health().recovering()).isFalse();
        assertThat(ledger.health().edges()).singleElement().satisfies(it -> {
            assertThat(it.label()).isEqualTo("new");
            assertThat(it.livesOpen()).isEqualTo(2);
        });
    }

    @Test
    void recoversWhenAnEdgeResumesThatItDoesNotKnow() {
        ScriptedEdge known = edge("eu-1");
        closeMarch(known);
        ScriptedEdge forgotten = ScriptedEdge.of(ledger, "us-1");
        Welcome welcome = ledger.resume(forgotten.life());
        assertThat(welcome.standing()).isEqualTo(Standing.KNOWN);
        assertRecovering(welcome.recovery());
        forgotten.count(value(0, 10, 0));
        assertThat(marchLine().used()).as("not late").isEqualTo(10);
        assertThat(march().missing()).extracting(Statement.Missing::label).contains("us-1");
    }
}
