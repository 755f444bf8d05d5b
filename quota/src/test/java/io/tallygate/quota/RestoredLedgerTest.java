package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.testing.FaultyLedger.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an edge does when the ledger goes back, and what was under way meanwhile comes late. */
class RestoredLedgerTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(61);

    private final TestEdge edge = new TestEdge();

    /** The chains that count nothing are in danger: they have nothing to send again, and yet their marks went back. */
    @Test
    void takesABatchThatComesLateAfterARestoreForNoTwinsBatch() {
        var before = edge.ledger.backup();
        edge.faulty.next(Fault.HOLD);
        edge.time.advance(HEARTBEAT.multipliedBy(2));
        edge.charge("acme", 9);
        edge.meter.flush();
        edge.charge("acme", 1);
        edge.meter.flush();
        edge.kill();
        edge.ledger.restore(before);
        edge.faulty.next(Fault.REPEAT, Fault.LOSE);
        edge.start();
        edge.kill();
        assertThat(edge.faulty.deliverHeld()).isOne();
        edge.start();
        edge.time.advance(HEARTBEAT.multipliedBy(2));
        assertThat(edge.alarmed("ledger-went-back")).isTrue();
        assertThat(edge.alarmed("life-disputed")).isFalse();
        assertThat(edge.billed("acme")).isEqualTo(10);
    }

    @Test
    void sendsEverythingAgainWhenTheOperatorSaysThatTheLedgerWasRestored() {
        edge.charge("acme", 10);
        edge.meter.flush();
        edge.ledger.restored();
        edge.meter.flush();
        edge.time.advance(HEARTBEAT);
        assertThat(edge.alarmed("ledger-went-back")).isTrue();
        assertThat(edge.ledger.health().edges()).allMatch(it -> it.reported());
        assertThat(edge.billed("acme")).isEqualTo(10);
    }

    /** Registered anew it would be held to have closed all windows until now. */
    @Test
    void doesNotRegisterAsANewEdgeWithALedgerThatHasForgottenIt() {
        var empty = new InMemoryLedger(edge.time).backup();
        edge.meter.close();
        edge.disk.list().stream().filter(it -> it.startsWith("life-")).forEach(edge.disk::delete);
        edge.ledger.restore(empty);
        edge.start();
        edge.meter.flush();
        assertThat(edge.alarmed("ledger-went-back")).isTrue();
        assertThat(edge.ledger.health().recovering()).isTrue();
    }
}
