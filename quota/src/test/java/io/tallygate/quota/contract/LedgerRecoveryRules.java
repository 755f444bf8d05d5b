package io.tallygate.quota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerOperator;
import io.tallygate.quota.ledger.PartitionOwner;
import io.tallygate.quota.ledger.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens when edges say that the ledger went back: rule 4. */
abstract class LedgerRecoveryRules<L extends Ledger & LedgerOperator & PartitionOwner> extends LedgerWindowRules<L> {
    @Test
    void recoversWhenEveryEdgeHasReportedAndTheOperatorHasConfirmed() {
        ScriptedEdge one = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        closeMarch(one, other);
        assertThat(ledger.wentBack(one.life())).isEqualTo(1);
        assertThat(ledger.wentBack(other.life())).as("the same recovery").isEqualTo(1);
        assertThat(one.flush().recovery()).isEqualTo(1);
        assertRecovering();
        ledger.recovered(one.id(), 1);
        ledger.recovered(one.id(), 1);
        ledger.confirm(Set.of(one.id(), other.id()));
        assertRecovering();
        assertThat(ledger.health().edges()).extracting(it -> it.reported()).containsExactly(true, false);
        ledger.recovered(other.id(), 1);
        assertThat(ledger.health().recovering()).isFalse();
        assertThat(march().complete()).isTrue();
        assertThat(ledger.health().well()).isTrue();
    }

    private void assertRecovering() {
        assertThat(ledger.health().recovering()).isTrue();
        assertThat(march().missing()).extracting(Statement.Missing::label).contains("ledger");
        assertThat(march().missing().get(0).why()).contains("recovery 1");
    }

    @Test
    void waitsForTheOperatorAfterTheEdges() {
        ScriptedEdge edge = edge("eu-1");
        ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), 1);
        assertThat(ledger.health().recovering()).isTrue();
        ledger.confirm(Set.of(edge.id()));
        ledger.confirm(Set.of(edge.id()));
        assertThat(ledger.health().recovering()).isFalse();
        assertThat(ledger.health().recovery()).isEqualTo(1);
    }

    @Test
    void asksForTheConfirmationAnewInTheNextRecovery() {
        ScriptedEdge edge = edge("eu-1");
        ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), 1);
        ledger.confirm(Set.of(edge.id()));
        assertThat(ledger.wentBack(edge.life())).isEqualTo(2);
        ledger.recovered(edge.id(), 1);
        assertThat(ledger.health().edges().get(0).reported())
                .as("an old report")
                .isFalse();
        ledger.recovered(edge.id(), 2);
        assertThat(ledger.health().recovering()).isTrue();
    }

    @Test
    void waitsForAnEdgeThatTheRestoreHadForgotten() {
        ScriptedEdge known = edge("eu-1");
        ledger.wentBack(known.life());
        ledger.recovered(known.id(), 1);
        ScriptedEdge forgotten = edge("us-1");
        assertThat(ledger.wentBack(forgotten.life())).isEqualTo(1);
        ledger.confirm(Set.of(known.id(), forgotten.id()));
        assertThat(ledger.health().recovering()).isTrue();
        ledger.recovered(forgotten.id(), 1);
        assertThat(ledger.health().recovering()).isFalse();
    }

    @Test
    void takesWhatAForgottenEdgeHadCountedAsRegular() {
        ScriptedEdge known = edge("eu-1");
        closeMarch(known);
        ScriptedEdge forgotten = edge("us-1");
        ledger.wentBack(forgotten.life());
        forgotten.count(value(0, 10, 0));
        assertThat(marchLine().used()).isEqualTo(10);
        assertThat(marchLine().lateUsed()).isZero();
        ledger.recovered(known.id(), 1);
        ledger.recovered(forgotten.id(), 1);
        ledger.confirm(Set.of(known.id(), forgotten.id()));
        assertThat(march().complete()).as("it has to say its word again").isFalse();
        forgotten.close(MARCH.end());
        assertThat(march().complete()).isTrue();
    }

    @Test
    void hasANewEdgeReportNothing() {
        ScriptedEdge edge = edge("eu-1");
        ledger.wentBack(edge.life());
        ScriptedEdge fresh = edge("us-1");
        ledger.recovered(edge.id(), 1);
        ledger.confirm(Set.of(edge.id(), fresh.id()));
        assertThat(ledger.health().recovering()).isFalse();
    }

    @Test
    void waitsForNoRetiredEdge() {
        ScriptedEdge edge = edge("eu-1");
        ScriptedEdge gone = edge("us-1");
        ledger.wentBack(edge.life());
        ledger.recovered(edge.id(), 1);
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
}
