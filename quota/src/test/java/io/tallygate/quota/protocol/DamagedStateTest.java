package io.tallygate.quota.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A small state directory of a killed edge, damaged in every way at every place: each byte flipped, each file cut off at
 * each length, each sector lost. Each time the next life either drains all of it, or says what is missing, or refuses to
 * start and changes nothing; and never is a unit billed twice.
 *
 * <p>Left out are flipped bits of the counters themselves: they are single words that change under a compare-and-set and
 * bear no checksum.
 */
class DamagedStateTest {
    private static final long[] COUNTED = {7, 11, 13};
    private static final int SECTOR = 512;
    static final Plan STARTER = Plan.named("starter");

    private final Arena arena = new Arena();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private int cases;

    /** What may come of a damaged directory. */
    private enum Outcome {
        DRAINED,
        REPORTED,
        REFUSED
    }

    /** A directory, and what the ledger had of it. */
    private record Scene(SimDisk disk, InMemoryLedger.Backup ledger, ManualTime time) {}

    @Test
    void namesEveryDamageAndBillsNothingTwice() {
        Scene scene = scene();
        for (String name : scene.disk.names()) {
            flips(scene, name);
            cuts(scene, name);
            lostSectors(scene, name);
            damage(scene, name + " is gone", disk -> disk.remove(name));
        }
        System.out.println("DAMAGE cases=" + cases + " " + outcomes);
        assertThat(cases).isGreaterThan(8_000);
        assertThat(outcomes).containsOnlyKeys(Outcome.values());
        assertThat(outcomes.values()).allMatch(count -> count > 100);
    }

    /** Two lives: one killed with values that the ledger has, has in part and has not; one that was killed at once. */
    private Scene scene() {
        ManualTime time = ManualTime.at("2026-01-31T22:00:00Z");
        InMemoryLedger ledger = new InMemoryLedger(time);
        SimDisk disk = new SimDisk(arena, "boot", "inode");
        Process first = start(disk, ledger, time, 1);
        first.flush();
        charge(first, 0, 7);
        charge(first, 1, 5);
        first.flush();
        charge(first, 1, 6);
        charge(first, 2, 13);
        first.die(Process.Death.KILL);
        disk.shutDown();
        return new Scene(disk.copy("boot", "inode"), ledger.backup(), time);
    }

    private static void charge(Process process, int account, int units) {
        assertThat(process.charge(Truth.ACCOUNTS.get(account), "requests", units)
                        .permitted())
                .isTrue();
    }

    private static Process start(SimDisk disk, Ledger ledger, ManualTime time, long seed) {
        Process process = new Process(time, new Seams(), disk, seed, false);
        process.open(it -> QuotaMeter.into(ledger)
                .plans(STARTER)
                .otherwise("starter")
                .disk(it.disk.in(it, new Seams()))
                .flushEvery(Duration.ofMinutes(5))
                .heartbeat(Duration.ofMinutes(20)));
        return process;
    }

    private void flips(Scene scene, String name) {
        long size = scene.disk.file(name).size();
        // Of the counter file only the header bears a checksum.
        long end = name.endsWith(".counters") ? 64 : size;
        for (long at = 0; at < end; at++) {
            long position = at;
            damage(scene, name + " flipped at " + at, disk -> {
                byte[] one = disk.file(name).read(position, 1);
                one[0] ^= (byte) (1 << (position % 8));
                disk.file(name).write(position, one);
            });
        }
    }

    private void cuts(Scene scene, String name) {
        long size = scene.disk.file(name).size();
        long step = size > SECTOR ? 16 : 1;
        for (long length = 0; length < size; length += step) {
            long kept = length;
            damage(scene, name + " cut to " + length, disk -> disk.cut(name, kept));
        }
    }

    private void lostSectors(Scene scene, String name) {
        long size = scene.disk.file(name).size();
        for (long at = 0; at < size; at += SECTOR) {
            byte[] zeros = new byte[(int) Math.min(SECTOR, size - at)];
            long position = at;
            damage(
                    scene,
                    name + " lost the sector at " + at,
                    disk -> disk.file(name).write(position, zeros));
        }
    }

    private void damage(Scene scene, String what, Consumer<SimDisk> how) {
        arena.reset();
        cases++;
        SimDisk disk = scene.disk.copy("boot", "inode");
        how.accept(disk);
        InMemoryLedger ledger = new InMemoryLedger(scene.time);
        ledger.restore(scene.ledger);
        Process next = start(disk, ledger, scene.time, 2);
        Outcome outcome = next.opened() ? drained(next, ledger, what) : refused(next, what);
        next.die(Process.Death.KILL);
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private static Outcome refused(Process next, String what) {
        assertThat(next.failures).as(what).hasSize(1);
        assertThat(next.failures.get(0)).as(what).isInstanceOf(IllegalStateException.class);
        assertThat(next.failures.get(0)).as(what).hasMessageMatching("(?s).*(edge|marks|keys|counters).*");
        return Outcome.REFUSED;
    }

    private static Outcome drained(Process next, InMemoryLedger ledger, String what) {
        for (int i = 0; i < 5; i++) {
            next.flush();
        }
        assertThat(next.failures).as(what).isEmpty();
        Truth.Totals totals = Truth.Totals.of(ledger);
        boolean all = true;
        for (int account = 0; account < COUNTED.length; account++) {
            long held = totals.used[Truth.cell(account, 0)];
            assertThat(held).as(what).isLessThanOrEqualTo(COUNTED[account]);
            all &= held == COUNTED[account];
        }
        if (!all) {
            assertThat(next.alarms).as(what + " lost units without a word").isNotEmpty();
        }
        return all && next.alarms.isEmpty() ? Outcome.DRAINED : Outcome.REPORTED;
    }
}
