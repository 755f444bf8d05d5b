package io.tallygate.quota.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.testing.ManualTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Two lives in one directory: the first is killed at each of its operations, and at each operation of the second the
 * power is cut. Whatever sectors that leaves, the third life can read all files, and closes windows.
 */
class PowerCutTest {
    private static final int[] ACCOUNTS = {0, 1};

    private final Arena arena = new Arena();
    private int cases;

    /** A directory on its way through three lives. */
    private final class Scene {
        private final ManualTime time = ManualTime.at("2026-01-31T22:00:00Z");
        private final InMemoryLedger ledger = new InMemoryLedger(time);
        private final SimDisk disk = new SimDisk(arena, "boot", "inode");
        private final SplittableRandom random;

        Scene(long seed) {
            this.random = new SplittableRandom(seed);
        }

        /** Lives and counts until its n-th operation. Returns whether it died there. */
        boolean live(int operations, Process.Death how) {
            Process process = new Process(time, new Seams(), disk, random.nextLong(), false);
            process.doom(operations, how);
            work(process);
            boolean died = !process.alive();
            process.die(how);
            disk.processDied();
            if (how == Process.Death.POWER) {
                disk.losePower(random);
                disk.boot = "another";
            }
            return died;
        }

        private void work(Process process) {
            process.open(it -> QuotaMeter.into(ledger)
                    .plans(DamagedStateTest.STARTER)
                    .otherwise("starter")
                    .disk(it.disk.in(it, new Seams())));
            for (int round = 0; round < 2; round++) {
                for (int account : ACCOUNTS) {
                    if (process.opened()) {
                        process.charge(Truth.ACCOUNTS.get(account), "requests", 1);
                    }
                }
                process.flush();
            }
        }

        void lastLife(String what) {
            Process process = new Process(time, new Seams(), disk, random.nextLong(), false);
            work(process);
            assertThat(process.failures).as(what).isEmpty();
            assertThat(process.alarms).as(what).noneMatch(it -> it.startsWith("state-unreadable"));
            process.die(Process.Death.KILL);
        }
    }

    @Test
    void leavesNoFileThatTheNextLifeCannotRead() {
        boolean died = true;
        for (int killed = 0; died; killed++) {
            died = cutEverywhere(killed);
        }
        System.out.println("POWER cases=" + cases);
        assertThat(cases).isGreaterThan(1_000);
    }

    private boolean cutEverywhere(int killed) {
        boolean firstDied = true;
        boolean secondDied = true;
        for (int cut = 0; secondDied; cut++) {
            arena.reset();
            cases++;
            Scene scene = new Scene(cases);
            firstDied = scene.live(killed, Process.Death.KILL);
            secondDied = scene.live(cut, Process.Death.POWER);
            scene.lastLife("killed at operation " + killed + ", power cut at " + cut + ", seed " + cases);
        }
        return firstDied;
    }
}
