package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.quota.plan.BillingCalendar;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.Window;
import io.tallygate.quota.testing.MemoryDisk;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What must not grow for ever, and what a full disk must not keep from being sent. */
class GrowthTest {
    private static final int ACCOUNTS = 33_000;

    private static long files(MemoryDisk disk) {
        return disk.list().stream().filter(it -> it.startsWith("life-")).count();
    }

    @Test
    void leavesTheLinesOfClosedWindowsBehind() {
        Plan hourly = Plan.named("starter").calendar(BillingCalendar.hourly(ZoneOffset.UTC));
        TestEdge edge = new TestEdge("2026-03-10T12:30:00Z", hourly);
        edge.time.advance(Duration.ofSeconds(10));
        Window noon = edge.month();
        for (int i = 0; i < ACCOUNTS; i++) {
            edge.charge("account-" + i, 1);
        }
        edge.meter.flush();
        edge.time.advance(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            edge.charge("account-1", 1);
            edge.meter.flush();
        }
        assertThat(edge.meter.status().lines()).isLessThan(10);
        assertThat(edge.meter.status().pendingUnits()).isZero();
        assertThat(edge.billed("account-1", noon)).isOne();
        assertThat(edge.billed("account-1")).isEqualTo(3);
        assertThat(edge.statement("account-1", noon).complete()).isTrue();
        assertThat(edge.ledger.health().edges().get(0).livesOpen()).isOne();
        assertThat(files(edge.disk)).isEqualTo(2 * 3);
    }

    @Test
    void leavesTheUsesOfGrantsBehindThatAreOver() {
        TestEdge edge = new TestEdge();
        Entitlement anHour =
                TestEdge.entitlement("acme").withNotAfter(edge.time.instant().plus(Duration.ofHours(1)));
        for (int i = 0; i < ACCOUNTS; i++) {
            use(edge, anHour, "grant-" + i);
        }
        assertThat(use(edge, TestEdge.entitlement("acme"), "for-ever")).isInstanceOf(Permit.class);
        edge.meter.flush();
        edge.meter.flush();
        assertThat(edge.meter.status().lines()).isGreaterThan(ACCOUNTS);
        edge.time.advance(Duration.ofHours(2));
        edge.meter.flush();
        assertThat(edge.meter.status().lines()).isLessThan(10);
        assertThat(use(edge, TestEdge.entitlement("acme"), "for-ever"))
                .as("one that is not over is known from the life that was left")
                .isInstanceOf(Deny.class);
    }

    private static Decision use(TestEdge edge, Entitlement entitlement, String grant) {
        MaxUses once = new MaxUses(grant, 1, MaxUses.Exactness.PER_EDGE);
        return edge.charge(edge.meter.open(entitlement.withRestrictions(List.of(once))), Demand.plain());
    }

    @Test
    void sendsWhatIsThereWhileTheDiskIsFull() {
        TestEdge edge = new TestEdge();
        for (int i = 0; i < 60; i++) {
            edge.charge("account-" + i, 1);
        }
        edge.disk.full(true);
        edge.meter.flush();
        assertThat(edge.billed("account-7")).isOne();
        assertThat(edge.alarmed("state-disk")).as("there was no room ahead").isTrue();
        edge.time.advance(Duration.ofHours(3));
        edge.charge("account-7", 4);
        edge.meter.flush();
        assertThat(edge.billed("account-7"))
                .as("hours after the windows should have been closed")
                .isEqualTo(5);
    }

    @Test
    void leavesNothingBehindOfLivesThatCouldNotBegin() {
        TestEdge edge = new TestEdge();
        edge.charge("acme", 1);
        edge.meter.flush();
        edge.ledger.end(edge.meter.status().life().incarnation());
        edge.charge("acme", 1);
        edge.disk.full(true);
        for (int i = 0; i < 20; i++) {
            edge.meter.flush();
        }
        assertThat(edge.alarmed("state-disk")).isTrue();
        assertThat(files(edge.disk)).isEqualTo(3);
        edge.disk.full(false);
        edge.meter.flush();
        assertThat(edge.charge("acme", 1)).isOne();
        assertThat(files(edge.disk)).isEqualTo(6);
    }

    @Test
    void takesOneNewNameHoweverOftenItsFirstLifeCannotBegin() throws IOException {
        MemoryDisk disk = new MemoryDisk("disk");
        AtomicBoolean tight = new AtomicBoolean();
        StateDirectory directory = StateDirectory.open(
                roomForSmallFilesOnly(disk, tight),
                new SplittableRandom(5),
                new Alarms(new Listener() {}),
                ManualTime.at("2026-03-10T12:30:00Z"));
        tight.set(true);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> directory.next(true)).isInstanceOf(IOException.class);
        }
        tight.set(false);
        LifeChains next = directory.next(true);
        assertThat(EdgeFile.load(disk).former()).hasSize(1);
        assertThat(next.edge()).isEqualTo(EdgeFile.load(disk).edge());
        directory.close();
    }

    private static StateDisk roomForSmallFilesOnly(StateDisk disk, AtomicBoolean now) {
        return (StateDisk) Proxy.newProxyInstance(
                StateDisk.class.getClassLoader(), new Class<?>[] {StateDisk.class}, (proxy, called, arguments) -> {
                    if (now.get() && called.getName().equals("open")) {
                        throw new IOException("No space left on device");
                    }
                    try {
                        return called.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
