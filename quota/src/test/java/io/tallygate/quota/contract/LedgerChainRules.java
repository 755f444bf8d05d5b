package io.tallygate.quota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerHealth;
import io.tallygate.quota.ledger.LedgerOperator;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Mark;
import io.tallygate.quota.ledger.PartitionOwner;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.ledger.Presence;
import io.tallygate.quota.ledger.Standing;
import io.tallygate.quota.plan.Window;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Registration, joins, chains, owners and ends: rules 2, 3, 6, 8 and 9. */
abstract class LedgerChainRules<L extends Ledger & LedgerOperator & PartitionOwner> extends LedgerFixture<L> {
    @Test
    void registersAsOftenAsAsked() {
        Life life = ScriptedEdge.life(ScriptedEdge.edgeId(), "eu-1");
        assertThat(ledger.register(life)).isEqualTo(ledger.register(life));
        assertThat(ledger.register(life).standing()).isEqualTo(Standing.KNOWN);
        assertThat(ledger.register(life).recovery()).isZero();
        assertThat(ledger.health().edges()).hasSize(1);
        assertThat(ledger.health().edges().get(0).livesOpen()).isEqualTo(1);
        assertThat(ledger.health().well()).isTrue();
    }

    @Test
    void keepsTheLatestLabelAndCountsLives() {
        ScriptedEdge first = edge("old");
        ledger.register(ScriptedEdge.life(first.id(), "new"));
        LedgerHealth.Edge edge = ledger.health().edges().get(0);
        assertThat(edge.label()).isEqualTo("new");
        assertThat(edge.livesOpen()).isEqualTo(2);
        assertThat(edge.lastSeen()).isEqualTo(clock.now());
        assertThat(edge.closedTo()).isNull();
    }

    @Test
    void refusesALifeOfAnotherEdge() {
        ScriptedEdge one = edge("eu-1");
        Life copied = new Life(ScriptedEdge.edgeId(), "eu-1", one.life().incarnation());
        assertThatThrownBy(() -> ledger.register(copied))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("state directory");
        assertThat(new ScriptedEdge(ledger, copied)
                        .flush(one.seal(HOME, null, value(0, 5, 0)))
                        .standing())
                .isEqualTo(Standing.UNKNOWN);
        assertThat(used()).isZero();
    }

    @Test
    void knowsNothingOfAnUnregisteredLife() {
        ScriptedEdge stranger = new ScriptedEdge(ledger, ScriptedEdge.life(ScriptedEdge.edgeId(), "eu-1"));
        FlushReply reply = stranger.flush(stranger.seal(HOME, null, value(0, 5, 0)));
        assertThat(reply.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(reply.answers()).isEmpty();
        assertThat(march().lines()).isEmpty();
    }

    @Test
    void joinsByTheGreater() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(value(0, 10, 2));
        edge.count(value(0, 7, 3));
        edge.count(value(0, 12, 1));
        assertThat(marchLine().used()).isEqualTo(12);
        assertThat(marchLine().refunded()).isEqualTo(3);
        assertThat(marchLine().lateUsed()).isZero();
    }

    @Test
    void addsUpCountersLivesAndEdges() {
        ScriptedEdge one = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        one.count(value(0, 10, 0), value(1, version(2), 100));
        one.nextLife().count(value(0, 1_000, 0));
        other.count(value(0, 10_000, 0));
        assertThat(marchLine().used()).isEqualTo(11_110);
        assertThat(marchLine().planVersion()).isEqualTo(1);
    }

    @Test
    void keepsMetersAndPlansApart() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(
                value(0, 1, 0),
                value(1, new CounterKey(ACME, "requests", MARCH, "pro", 3, false), 2),
                value(2, new CounterKey(ACME, "bytes", MARCH, "starter", 1, false), 4));
        assertThat(march().lines())
                .extracting(it -> it.meter() + " " + it.plan() + " " + it.planVersion() + " " + it.used())
                .containsExactly("bytes starter 1 4", "requests pro 3 2", "requests starter 1 1");
    }

    @Test
    void tellsWhatTheOtherLivesCounted() {
        ScriptedEdge one = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        assertThat(one.count(value(0, 10, 3))).containsExactly(0L);
        assertThat(other.count(value(0, 100, 0), value(1, key(ACME, APRIL), 5))).containsExactly(7L, 0L);
        assertThat(one.nextLife().count(value(0, 1, 0))).containsExactly(107L);
        Batch last = one.seal(HOME, null, value(0, 11, 3));
        assertThat(((Answer.Acknowledged) one.deliver(last)).others()).containsExactly(101L);
        assertThat(((Answer.Acknowledged) one.deliver(last)).others())
                .as("duplicate")
                .containsExactly(101L);
    }

    @Test
    void acknowledgesADuplicateWithoutJoiningIt() {
        ScriptedEdge edge = edge("eu-1");
        Batch batch = edge.seal(HOME, null, value(0, 10, 0));
        for (int i = 0; i < 3; i++) {
            assertThat(edge.deliver(batch)).isEqualTo(new Answer.Acknowledged(HOME, batch.mark(), List.of(0L)));
        }
        assertThat(used()).isEqualTo(10);
    }

    @Test
    void rejectsWhatDoesNotFollowTheHeadAndNamesIt() {
        ScriptedEdge edge = edge("eu-1");
        Batch first = edge.seal(HOME, null, value(0, 10, 0));
        edge.deliver(first);
        Batch second = edge.seal(HOME, null, value(0, 20, 0));
        edge.deliver(second);
        Batch third = new Batch(HOME, new Mark(9, 1), new Mark(8, 1), null, List.of(value(0, 99, 0)));
        assertThat(edge.deliver(first)).as("late").isEqualTo(new Answer.Rejected(HOME, second.mark()));
        assertThat(edge.deliver(third)).as("ahead").isEqualTo(new Answer.Rejected(HOME, second.mark()));
        assertThat(used()).isEqualTo(20);
    }

    @Test
    void rejectsAMarkThatDiffersInItsRandomBitsOnly() {
        ScriptedEdge edge = edge("eu-1");
        Batch ours = edge.seal(HOME, null, value(0, 10, 0));
        Batch twins = new Batch(HOME, new Mark(1, ~ours.mark().random()), Mark.NONE, null, ours.values());
        edge.deliver(ours);
        assertThat(edge.deliver(twins)).isEqualTo(new Answer.Rejected(HOME, ours.mark()));
    }

    @Test
    void saysThatAnEmptyChainHasNoHead() {
        ScriptedEdge edge = edge("eu-1");
        Batch second = new Batch(HOME, new Mark(2, 1), new Mark(1, 1), null, List.of());
        assertThat(edge.deliver(second)).isEqualTo(new Answer.Rejected(HOME, Mark.NONE));
    }

    @Test
    void keepsTheChainsOfPartitionsAndLivesApart() {
        ScriptedEdge edge = edge("eu-1");
        ScriptedEdge next = edge.nextLife();
        int away = Partitions.of(ELSEWHERE);
        Batch here = edge.seal(HOME, null, value(0, 10, 0));
        edge.deliver(here);
        assertThat(edge.deliver(edge.seal(away, null, value(1, key(ELSEWHERE, MARCH), 3))))
                .isInstanceOf(Answer.Acknowledged.class);
        assertThat(next.deliver(next.seal(HOME, null, value(0, 5, 0)))).isInstanceOf(Answer.Acknowledged.class);
        Batch stray = new Batch(away, new Mark(7, 7), here.mark(), null, List.of());
        assertThat(edge.deliver(stray)).isEqualTo(new Answer.Rejected(away, edge.head(away)));
        assertThat(used()).isEqualTo(15);
    }

    @Test
    void answersEachChainOfAFlushForItself() {
        ScriptedEdge edge = edge("eu-1");
        Batch bad = new Batch(1, new Mark(5, 5), new Mark(4, 4), null, List.of());
        FlushReply reply = edge.flush(edge.seal(0, null), bad, edge.seal(2, null));
        assertThat(reply.answers())
                .containsExactly(
                        new Answer.Acknowledged(0, edge.head(0), List.of()),
                        new Answer.Rejected(1, Mark.NONE),
                        new Answer.Acknowledged(2, edge.head(2), List.of()));
    }

    @Test
    void answersForAReleasedPartitionThatItIsNotItsOwner() {
        ScriptedEdge edge = edge("eu-1");
        Batch batch = edge.seal(HOME, null, value(0, 10, 0));
        ledger.release(HOME);
        assertThat(edge.deliver(batch)).isEqualTo(new Answer.NotOwner(HOME));
        assertThat(used()).isZero();
        ledger.adopt(HOME);
        assertThat(edge.deliver(batch)).isInstanceOf(Answer.Acknowledged.class);
        assertThat(used()).isEqualTo(10);
        assertThatThrownBy(() -> ledger.release(64)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void containsWhatWasCountedAndNothingElse() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(value(3, 10, 10));
        long life = edge.life().incarnation();
        assertThat(ledger.contains(RequestId.minted(life, 3, 1))).isEqualTo(Presence.COUNTED);
        assertThat(ledger.contains(RequestId.minted(life, 3, 10))).isEqualTo(Presence.COUNTED);
        assertThat(ledger.contains(RequestId.minted(life, 3, 11))).isEqualTo(Presence.NOT_COUNTED);
        assertThat(ledger.contains(RequestId.minted(life, 4, 1))).isEqualTo(Presence.NOT_COUNTED);
        assertThat(ledger.contains(RequestId.minted(life + 1_000_000, 3, 1))).isEqualTo(Presence.NOT_COUNTED);
        assertThat(ledger.contains(RequestId.uncounted(life, 3L << 40 | 1))).isEqualTo(Presence.NOT_COUNTED);
    }

    @Test
    void listsTheWindowsWithUseInOrder() {
        ScriptedEdge edge = edge("eu-1");
        Window day = new Window(MARCH.start(), Instant.parse("2026-03-02T00:00:00Z"));
        edge.count(
                value(0, key(ACME, APRIL), 1),
                value(1, key(ACME, MARCH), 1),
                value(2, key(ACME, day), 1),
                value(3, key(ACME, new Window(Instant.EPOCH, MARCH.start())), 0));
        assertThat(ledger.windows(ACME)).containsExactly(day, MARCH, APRIL);
        assertThat(ledger.windows(ELSEWHERE)).isEmpty();
    }

    @Test
    void quarantinesWhatAnEndedLifeSaysBeyondItsEnd() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(value(0, 10, 0));
        ledger.ended(edge.life(), EndProof.CLEAN_CLOSE);
        ledger.ended(edge.life(), EndProof.SAME_BOOT);
        assertThat(ledger.health().edges().get(0).livesOpen()).isZero();
        assertThat(edge.send(value(0, 10, 0))).as("nothing new").isInstanceOf(Answer.Acknowledged.class);
        assertThat(edge.send(value(0, 12, 1), value(1, 3, 0))).isEqualTo(new Answer.Quarantined(HOME, edge.head(HOME)));
        assertThat(edge.send(value(0, 11, 2))).isInstanceOf(Answer.Quarantined.class);
        assertThat(used()).isEqualTo(10);
        long life = edge.life().incarnation();
        assertThat(ledger.health().quarantine())
                .containsExactly(
                        new LedgerHealth.Quarantine(life, value(0, 12, 2)),
                        new LedgerHealth.Quarantine(life, value(1, 3, 0)));
        assertThat(ledger.health().well()).isFalse();
    }

    @Test
    void quarantinesACounterThatChangesItsKeyAndJoinsTheOthers() {
        ScriptedEdge edge = edge("eu-1");
        edge.count(value(0, 10, 0), value(1, 5, 0));
        CounterValue changed = value(0, version(2), 20);
        assertThat(edge.send(changed, value(1, 6, 0))).isInstanceOf(Answer.Quarantined.class);
        assertThat(marchLine().used()).isEqualTo(16);
        assertThat(ledger.health().quarantine())
                .containsExactly(new LedgerHealth.Quarantine(edge.life().incarnation(), changed));
        assertThat(edge.send(value(0, 11, 0))).isInstanceOf(Answer.Acknowledged.class);
        assertThat(used()).isEqualTo(17);
    }

    @Test
    void endsALifeOnTheOperatorsWord() {
        ScriptedEdge edge = edge("eu-1");
        ledger.end(edge.life().incarnation());
        ledger.end(edge.life().incarnation());
        assertThat(edge.send(value(0, 1, 0))).isInstanceOf(Answer.Quarantined.class);
        assertThatThrownBy(() -> ledger.end(1L << 59)).isInstanceOf(IllegalArgumentException.class);
    }
}
