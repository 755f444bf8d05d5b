package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.model.Demand;
import io.tallygate.model.Permit;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.ledger.Presence;
import io.tallygate.quota.plan.Window;
import io.tallygate.quota.testing.FaultyLedger.Fault;
import io.tallygate.quota.testing.MemoryDisk;
import io.tallygate.spi.Tab;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuotaMeterTest {
    @Test
    void countsEveryAdmittedRequestOnceInTheLedger() {
        TestEdge edge = new TestEdge();
        assertThat(edge.charge("acme", 100)).isEqualTo(100);
        assertThat(edge.meter.status().pendingUnits()).isEqualTo(100);
        edge.time.advance(Duration.ofSeconds(6));
        assertThat(edge.billed("acme")).isEqualTo(100);
        assertThat(edge.meter.status().pendingUnits()).isZero();
    }

    @Test
    void namesEachRequestSoThatTheLedgerKnowsIt() {
        TestEdge edge = new TestEdge();
        Permit permit = edge.permit("acme", 7);
        assertThat(permit.units()).isEqualTo(7);
        assertThat(edge.ledger.contains(permit.requestId())).isEqualTo(Presence.NOT_COUNTED);
        assertThat(edge.meter.flush()).isTrue();
        assertThat(edge.ledger.contains(permit.requestId())).isEqualTo(Presence.COUNTED);
    }

    @Test
    void givesUnitsBackOnce() {
        TestEdge edge = new TestEdge();
        Permit permit = edge.permit("acme", 7);
        edge.permit("acme", 3);
        assertThat(permit.refund()).isTrue();
        assertThat(permit.refund()).isFalse();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(3);
    }

    @Test
    void countsNothingForUncountedDemand() {
        TestEdge edge = new TestEdge();
        Permit permit = (Permit) edge.charge(edge.tab("acme"), Demand.plain().uncounted());
        assertThat(permit.units()).isZero();
        assertThat(permit.requestId().counted()).isFalse();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isZero();
        assertThat(edge.meter.status().lines()).isZero();
    }

    @Test
    void losesNothingWhenKilledAtAnyMomentUnderEveryFaultOfTheLedger() {
        TestEdge edge = new TestEdge();
        SplittableRandom random = new SplittableRandom(5);
        Fault[] faults = Fault.values();
        long admitted = 0;
        int kills = 0;
        for (int i = 0; i < 600; i++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> admitted += edge.charge("acme", random.nextInt(20));
                case 2 -> edge.faulty.next(faults[random.nextInt(faults.length)]);
                case 3 -> edge.time.advance(Duration.ofMillis(random.nextInt(20_000)));
                case 4 -> edge.faulty.deliverHeldShuffled(random);
                default -> {
                    edge.restart();
                    kills++;
                }
            }
        }
        edge.time.advance(Duration.ofMinutes(10));
        edge.faulty.deliverHeldShuffled(random);
        assertThat(kills).isGreaterThan(50);
        assertThat(admitted).isGreaterThan(1_000);
        assertThat(edge.billed("acme")).isEqualTo(admitted);
        assertThat(edge.alarmed("life-disputed")).isFalse();
    }

    @Test
    void servesOnWhileTheLedgerIsAway() {
        TestEdge edge = new TestEdge();
        edge.faulty.down();
        edge.restart();
        assertThat(edge.meter.ready()).isTrue();
        assertThat(edge.charge("acme", 10)).isEqualTo(10);
        edge.time.advance(Duration.ofMinutes(30));
        assertThat(edge.alarms.stream().filter(it -> it.startsWith("ledger-unavailable")))
                .hasSize(1);
        edge.faulty.healthy();
        edge.time.advance(Duration.ofMinutes(2));
        assertThat(edge.billed("acme")).isEqualTo(10);
    }

    @Test
    void waitsToBeRegisteredBeforeTheFirstCount() {
        TestEdge edge = new TestEdge();
        TestEdge other = edge.other(new MemoryDisk("other"), 2);
        other.kill();
        other.faulty.down();
        MemoryDisk fresh = new MemoryDisk("fresh");
        RunningMeter meter = other.blueprint(other.faulty).disk(fresh).open(edge.environment());
        assertThat(meter.ready()).isFalse();
        Tab tab = meter.open(TestEdge.entitlement("acme"));
        assertThat(edge.charge(tab, Demand.plain())).isNotInstanceOf(Permit.class);
        other.faulty.healthy();
        edge.time.advance(Duration.ofMinutes(2));
        assertThat(meter.ready()).isTrue();
        assertThat(edge.charge(tab, Demand.plain())).isInstanceOf(Permit.class);
    }

    @Test
    void waitsForTheLedgerAfterAReboot() {
        TestEdge edge = new TestEdge();
        edge.kill();
        edge.disk.reboot("boot-2");
        edge.faulty.down();
        edge.start();
        assertThat(edge.meter.ready()).isFalse();
        edge.restart();
        assertThat(edge.meter.ready())
                .as("a life that was never registered proves nothing")
                .isFalse();
        edge.faulty.healthy();
        edge.time.advance(Duration.ofMinutes(2));
        assertThat(edge.meter.ready()).isTrue();
        edge.faulty.down();
        edge.restart();
        assertThat(edge.meter.ready()).isTrue();
    }

    @Test
    void treatsACopiedDirectoryAsAnotherEdge() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        TestEdge twin = edge.other(edge.disk.copy("copy"), 9);
        assertThat(twin.meter.status().life().edge())
                .isNotEqualTo(edge.meter.status().life().edge());
        assertThat(twin.alarmed("state-directory-copied")).isTrue();
        assertThat(twin.alarmed("foreign-life")).isTrue();
        twin.charge("acme", 5);
        twin.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(5);
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(15);
    }

    @Test
    void closesCleanlyAndSaysSo() {
        TestEdge edge = new TestEdge();
        Tab tab = edge.tab("acme");
        edge.charge("acme", 10);
        edge.meter.close();
        assertThat(edge.billed("acme")).isEqualTo(10);
        assertThat(edge.ledger.health().edges().get(0).livesOpen()).isZero();
        assertThat(edge.charge(tab, Demand.plain())).isNotInstanceOf(Permit.class);
        edge.start();
        assertThat(edge.charge("acme", 5)).isEqualTo(5);
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(15);
    }

    @Test
    void keepsWhatItCouldNotSendWhenClosedWithoutALedger() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        edge.faulty.down();
        edge.meter.close();
        edge.faulty.healthy();
        edge.start();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(10);
        assertThat(edge.ledger.health().edges().get(0).livesOpen()).isOne();
    }

    @Test
    void endsKilledLivesByTheSameBootAndDeletesTheirFilesAfterTheHorizon() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        edge.flushEvery = Duration.ofHours(1);
        edge.restart();
        edge.meter.flush();
        assertThat(edge.ledger.health().edges().get(0).livesOpen()).isOne();
        assertThat(edge.disk.list()).hasSize(7);
        edge.time.advance(Duration.ofDays(15));
        assertThat(edge.disk.list()).hasSize(4);
    }

    @Test
    void completesTheMonthOnceTheEdgeHasClosedIt() {
        TestEdge edge = new TestEdge("2026-03-31T23:00:00Z", TestEdge.STARTER);
        Window march = edge.month();
        edge.charge("acme", 10);
        Permit early = edge.permit("acme", 4);
        edge.meter.flush();
        assertThat(edge.statement("acme", march).complete()).isFalse();
        edge.time.advance(Duration.ofHours(1).plusSeconds(30));
        assertThat(edge.statement("acme", march).missing()).isEmpty();
        assertThat(edge.charge("acme", 3)).isEqualTo(3);
        early.refund();
        edge.meter.flush();
        assertThat(edge.billed("acme", march)).isEqualTo(14);
        assertThat(edge.late("acme", march)).isEqualTo(-4);
        assertThat(edge.billed("acme")).isEqualTo(3);
    }

    @Test
    void countsInTheNextWindowWhenTheClockFallsBackBehindAClosedOne() {
        TestEdge edge = new TestEdge("2026-03-31T23:00:00Z", TestEdge.STARTER);
        Window march = edge.month();
        edge.charge("acme", 10);
        edge.time.advance(Duration.ofHours(2));
        edge.time.jumpWall(Duration.ofHours(-2));
        assertThat(edge.month()).isEqualTo(march);
        assertThat(edge.charge("acme", 5)).isEqualTo(5);
        edge.meter.flush();
        assertThat(edge.billed("acme", march)).isEqualTo(10);
        assertThat(edge.alarmed("clock-behind")).isTrue();
        edge.time.jumpWall(Duration.ofHours(2));
        assertThat(edge.billed("acme")).isEqualTo(5);
    }

    @Test
    void doesNotCloseAWindowBeforeItsEarlierLivesAreDrained() {
        TestEdge edge = new TestEdge("2026-03-31T23:30:00Z", TestEdge.STARTER);
        Window march = edge.month();
        edge.charge("acme", 10);
        edge.faulty.down();
        edge.restart();
        edge.time.advance(Duration.ofHours(1));
        edge.faulty.healthy();
        edge.ledger.release(Partitions.of(new AccountId("acme")));
        edge.meter.flush();
        assertThat(edge.billed("acme", march)).isZero();
        assertThat(edge.statement("acme", march).complete()).isFalse();
        edge.ledger.adopt(Partitions.of(new AccountId("acme")));
        edge.meter.flush();
        assertThat(edge.statement("acme", march).complete()).isTrue();
        assertThat(edge.billed("acme", march)).isEqualTo(10);
    }

    @Test
    void sendsEverythingAgainToARestoredLedger() {
        TestEdge edge = new TestEdge();
        var empty = edge.ledger.backup();
        edge.charge("acme", 10);
        edge.meter.flush();
        var some = edge.ledger.backup();
        edge.restart();
        edge.charge("acme", 10);
        edge.meter.flush();
        edge.ledger.restore(some);
        edge.time.advance(Duration.ofMinutes(3));
        assertThat(edge.billed("acme")).isEqualTo(20);
        assertThat(edge.ledger.health().edges().get(0).reported()).isTrue();
        edge.ledger.restore(empty);
        edge.time.advance(Duration.ofMinutes(3));
        assertThat(edge.billed("acme")).isEqualTo(20);
        assertThat(edge.ledger.health().edges()).hasSize(1);
        assertThat(edge.ledger.health().edges().get(0).reported()).isTrue();
        assertThat(edge.alarmed("ledger-went-back")).isTrue();
    }

    @Test
    void noticesAfterARestartThatTheLedgerWasRestored() {
        TestEdge edge = new TestEdge();
        var empty = edge.ledger.backup();
        edge.charge("acme", 10);
        edge.meter.close();
        edge.ledger.restore(empty);
        edge.start();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(10);
        assertThat(edge.ledger.health().recovering()).isTrue();
    }

    @Test
    void freezesALifeThatSomebodyElseLivesToo() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        edge.meter.flush();
        TestEdge twin = edge.other(new MemoryDisk("elsewhere"), 7);
        twin.kill();
        edge.charge("acme", 10);
        edge.faulty.next(Fault.LOSE);
        edge.meter.flush();
        // What a clone of this process would send: the same life and chain, another mark.
        var lost = edge.faulty.seen().get(edge.faulty.seen().size() - 1);
        var batch = lost.batches().get(0);
        var foreign = new io.tallygate.quota.ledger.Batch(
                batch.partition(),
                new io.tallygate.quota.ledger.Mark(
                        batch.mark().sequence(), batch.mark().random() ^ 1),
                batch.predecessor(),
                null,
                batch.values());
        edge.ledger.flush(new io.tallygate.quota.ledger.Flush(lost.life(), java.util.List.of(foreign)));
        var before = edge.meter.status().life();
        Tab tab = edge.tab("acme");
        edge.meter.flush();
        assertThat(edge.alarmed("life-disputed")).isTrue();
        assertThat(edge.meter.status().life().incarnation()).isNotEqualTo(before.incarnation());
        assertThat(edge.ledger.health().disputes()).hasSize(1);
        assertThat(edge.charge(tab, Demand.plain())).isInstanceOf(Permit.class);
        edge.restart();
        edge.meter.flush();
        assertThat(edge.meter.status().disputed()).isOne();
        assertThat(edge.billed("acme")).isEqualTo(21);
    }

    @Test
    void goesOnAsANewEdgeWhenItWasRetired() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        edge.meter.flush();
        var first = edge.meter.status().life().edge();
        edge.ledger.retire(first);
        edge.charge("acme", 5);
        edge.meter.flush();
        edge.meter.flush();
        assertThat(edge.meter.status().life().edge()).isNotEqualTo(first);
        assertThat(edge.charge("acme", 2)).isEqualTo(2);
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(12);
        assertThat(edge.late("acme", edge.month())).isEqualTo(5);
        edge.restart();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(12);
    }

    @Test
    void refusesAPlanlessAccountAndNamesTheRemedy() {
        TestEdge edge = new TestEdge();
        assertThatThrownBy(() -> edge.meter.open(TestEdge.entitlement("acme").withPlan(null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("directory.assign(\"acme\"");
        assertThat(edge.alarmed("no-plan")).isTrue();
    }

    @Test
    void refusesRequestsLoudlyWhileTheDiskIsFull() {
        TestEdge edge = new TestEdge();
        assertThat(edge.charge("acme", 1)).isOne();
        edge.disk.full(true);
        assertThat(edge.charge("acme", 1))
                .as("a line that is there needs no room")
                .isOne();
        assertThat(edge.charge("other", 1)).isZero();
        assertThat(edge.alarmed("state-disk")).isTrue();
        assertThat(edge.meter.status().refused()).isOne();
        edge.disk.full(false);
        assertThat(edge.charge("other", 1)).isOne();
        edge.meter.flush();
        assertThat(edge.billed("acme") + edge.billed("other")).isEqualTo(3);
    }

    @Test
    void refusesASecondMeterOnTheSameDirectory() {
        TestEdge edge = new TestEdge();
        assertThatThrownBy(() -> edge.blueprint(edge.faulty).open(edge.environment()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in use");
        assertThat(edge.charge("acme", 1)).isOne();
    }

    @Test
    void opensManyLinesAndSendsThemAll() {
        TestEdge edge = new TestEdge();
        for (int i = 0; i < 25_000; i++) {
            edge.charge("account-" + i, 1);
        }
        assertThat(edge.meter.flush()).isTrue();
        assertThat(edge.meter.status().lines()).isEqualTo(25_000);
        edge.restart();
        assertThat(edge.meter.flush()).isTrue();
        assertThat(edge.billed("account-0") + edge.billed("account-24999")).isEqualTo(2);
        assertThat(edge.meter.status().pendingUnits()).isZero();
    }

    @Test
    void tellsTwinsOfAClonedMachineApartAndBillsNothingTwice() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        edge.faulty.next(Fault.LOSE_REPLY);
        edge.meter.flush();
        edge.charge("acme", 7);
        edge.kill();
        // Two machines start from the same disk: both drain the same life, and count on their own.
        TestEdge twin = edge.other(edge.disk.cloned("twin"), 99);
        edge.start();
        twin.charge("acme", 3);
        edge.charge("acme", 4);
        for (int i = 0; i < 5; i++) {
            twin.meter.flush();
            edge.meter.flush();
        }
        assertThat(edge.billed("acme")).isEqualTo(24);
    }

    @Test
    void clearsUpTheSameDoubtHoweverOftenItIsKilledMeanwhile() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        edge.faulty.next(Fault.HOLD);
        edge.meter.flush();
        for (int i = 0; i < 5; i++) {
            edge.restart();
            edge.faulty.next(Fault.LOSE_REPLY, Fault.HOLD);
            edge.meter.flush();
        }
        edge.restart();
        edge.faulty.deliverHeldShuffled(new SplittableRandom(1));
        edge.time.advance(Duration.ofMinutes(2));
        assertThat(edge.billed("acme")).isEqualTo(10);
        assertThat(edge.alarmed("life-disputed")).isFalse();
    }

    @Test
    void asksAgainWhenAPartitionIsMovedAway() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        int partition = io.tallygate.quota.ledger.Partitions.of(
                TestEdge.entitlement("acme").account());
        edge.ledger.release(partition);
        assertThat(edge.meter.flush()).isFalse();
        assertThat(edge.billed("acme")).isZero();
        edge.ledger.adopt(partition);
        assertThat(edge.meter.flush()).isTrue();
        assertThat(edge.billed("acme")).isEqualTo(10);
    }

    @Test
    void beginsAnotherLifeWhenTheOperatorEndsTheOneThatCounts() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 10);
        edge.meter.flush();
        long first = edge.meter.status().life().incarnation();
        edge.ledger.end(first);
        edge.charge("acme", 5);
        edge.meter.flush();
        assertThat(edge.meter.status().life().incarnation()).isNotEqualTo(first);
        assertThat(edge.alarmed("units-quarantined")).isTrue();
        assertThat(edge.ledger.health().quarantine()).hasSize(1);
        edge.charge("acme", 2);
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(12);
    }

    @Test
    void speaksToTheLedgerWhenIdle() {
        TestEdge edge = new TestEdge();
        int before = edge.faulty.seen().size();
        edge.time.advance(Duration.ofMinutes(10));
        assertThat(edge.faulty.seen().size() - before).isBetween(8, 12);
        assertThat(edge.faulty.seen().get(before).batches()).hasSize(64);
    }
}
