package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files that are not as the meter wrote them: each has a name, and nothing is lost in silence. */
class StateFilesTest {
    private static final int VERSION_AT = 8;

    private final TestEdge edge = new TestEdge();

    private String file(String suffix) {
        return edge.disk.list().stream()
                .filter(it -> it.endsWith(suffix))
                .findFirst()
                .orElseThrow();
    }

    private void change(String suffix, UnaryOperator<byte[]> change) {
        edge.disk.damage(file(suffix), change.apply(edge.disk.content(file(suffix))));
    }

    /** Ten units for acme and five for other, killed before any of them was sent. */
    private void killWithUnsentUnits() {
        edge.faulty.down();
        edge.charge("acme", 10);
        edge.charge("other", 5);
        edge.kill();
        edge.faulty.healthy();
    }

    private static byte[] newer(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[VERSION_AT] = 2;
        return changed;
    }

    @ParameterizedTest
    @ValueSource(strings = {".counters", ".keys"})
    void leavesAFileOfANewerVersionAlone(String suffix) {
        killWithUnsentUnits();
        change(suffix, StateFilesTest::newer);
        edge.start();
        edge.meter.flush();
        assertThat(edge.alarms).anyMatch(it -> it.startsWith("state-unreadable") && it.contains("version 2"));
        assertThat(edge.billed("acme")).isZero();
        assertThat(edge.disk.list().stream().filter(it -> it.endsWith(suffix))).hasSize(2);
        edge.time.advance(Duration.ofHours(2));
        assertThat(edge.ledger.health().edges().get(0).closedTo())
                .as("no word while a life cannot be read")
                .isEqualTo(java.time.Instant.parse("2026-03-10T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".counters", ".keys", ".marks"})
    void namesAForeignFile(String suffix) {
        killWithUnsentUnits();
        change(suffix, bytes -> new byte[bytes.length]);
        edge.start();
        edge.meter.flush();
        assertThat(edge.alarmed("state-unreadable")).isTrue();
        assertThat(edge.charge("acme", 1)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {".counters", ".keys", ".marks"})
    void namesAFileThatIsCutOffWithinItsHeader(String suffix) {
        killWithUnsentUnits();
        change(suffix, bytes -> Arrays.copyOf(bytes, 20));
        edge.start();
        edge.meter.flush();
        assertThat(edge.alarmed("state-unreadable")).isTrue();
        assertThat(edge.alarms).anyMatch(it -> it.contains("cut off"));
    }

    @Test
    void namesMarksThatAreMissing() {
        killWithUnsentUnits();
        edge.disk.delete(file(".marks"));
        edge.start();
        assertThat(edge.alarms).anyMatch(it -> it.startsWith("state-unreadable") && it.contains("15 units"));
    }

    @Test
    void namesCountersThatAreMissing() {
        killWithUnsentUnits();
        edge.disk.delete(file(".counters"));
        edge.start();
        assertThat(edge.alarms).anyMatch(it -> it.startsWith("state-unreadable") && it.contains("has no counters"));
    }

    @Test
    void billsAllButTheLineWhoseKeyWasLost() {
        killWithUnsentUnits();
        change(".keys", bytes -> {
            byte[] changed = bytes.clone();
            changed[StateHeader.SIZE + 12] ^= 1;
            return changed;
        });
        edge.start();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isZero();
        assertThat(edge.billed("other")).isEqualTo(5);
        assertThat(edge.alarms).anyMatch(it -> it.startsWith("state-damaged") && it.contains("10 units"));
    }

    @Test
    void fallsBackToTheOlderSlotWhenTheNewerWasTorn() {
        edge.charge("acme", 3);
        edge.meter.flush();
        edge.charge("acme", 4);
        byte[] forced = edge.disk.content(file(".marks"));
        edge.disk.failForces(true);
        edge.meter.flush();
        edge.disk.failForces(false);
        edge.kill();
        change(".marks", bytes -> torn(forced, bytes));
        edge.start();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(7);
    }

    /** Of the slot that was written last, only the first 512 bytes reached the disk. */
    private static byte[] torn(byte[] forced, byte[] written) {
        byte[] torn = forced.clone();
        int at = Arrays.mismatch(forced, written) / MarkFile.SLOT * MarkFile.SLOT;
        System.arraycopy(written, at, torn, at, 512);
        assertThat(torn).isNotEqualTo(forced).isNotEqualTo(written);
        return torn;
    }

    /** As the power leaves the marks when it goes before they were forced for the first time. */
    private static byte[] bornTorn(byte[] marks) {
        byte[] torn = new byte[marks.length];
        System.arraycopy(marks, 0, torn, MarkFile.SLOT, 512);
        return torn;
    }

    @Test
    void forgetsALifeThatLostPowerWhileItWasBorn() {
        edge.kill();
        String marks = file(".marks");
        change(".marks", StateFilesTest::bornTorn);
        edge.start();
        assertThat(edge.alarms).isEmpty();
        assertThat(edge.disk.list()).doesNotContain(marks);
        assertThat(edge.meter.flush()).isTrue();
    }

    @Test
    void namesALifeThatHasCountedAndWhoseMarksLookUnborn() {
        killWithUnsentUnits();
        change(".marks", StateFilesTest::bornTorn);
        edge.start();
        assertThat(edge.alarms).anyMatch(it -> it.startsWith("state-unreadable") && it.contains(".marks"));
    }

    /** The first slot is written second: when there is something in it, the other one was whole once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesMarksThatWereWholeOnceEvenIfNothingWasCounted(boolean secondLost) {
        edge.kill();
        change(".marks", bytes -> {
            byte[] changed = bytes.clone();
            changed[100] ^= 1;
            changed[MarkFile.SLOT + 100] ^= 1;
            Arrays.fill(changed, MarkFile.SLOT, secondLost ? changed.length : MarkFile.SLOT, (byte) 0);
            return changed;
        });
        edge.start();
        assertThat(edge.alarms)
                .anyMatch(it -> it.startsWith("state-unreadable") && it.contains("neither of its slots"));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 70, 200})
    void refusesToOpenWithADamagedIdentity(int at) {
        edge.kill();
        change("edge", bytes -> {
            byte[] changed = bytes.clone();
            changed[at] ^= 2;
            return changed;
        });
        byte[] before = edge.disk.content("edge");
        assertThatThrownBy(edge::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("disk/edge");
        assertThat(edge.disk.content("edge")).isEqualTo(before);
    }

    @Test
    void neverFailsButByNameOnAnyDamagedByte() {
        SplittableRandom random = new SplittableRandom(3);
        int opened = 0;
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            TestEdge victim = new TestEdge();
            victim.charge("acme", 10);
            victim.kill();
            List<String> files = victim.disk.list().stream()
                    .filter(it -> it.startsWith("life-") || it.equals("edge"))
                    .toList();
            String name = files.get(random.nextInt(files.size()));
            byte[] bytes = victim.disk.content(name);
            bytes[random.nextInt(Math.min(bytes.length, 400))] ^= (byte) (1 << random.nextInt(8));
            victim.disk.damage(name, bytes);
            try {
                victim.start();
                victim.meter.flush();
                opened++;
            } catch (IllegalStateException e) {
                refused++;
            }
            assertThat(victim.alarmed("flusher-failed")).isFalse();
        }
        assertThat(opened).isGreaterThan(100);
        assertThat(refused).isGreaterThan(20);
    }

    @Test
    void sendsNothingWhileTheMarksCannotBeWritten() {
        edge.charge("acme", 10);
        int sent = edge.faulty.seen().size();
        edge.disk.failForces(true);
        assertThat(edge.meter.flush()).isFalse();
        assertThat(edge.faulty.seen()).hasSize(sent);
        assertThat(edge.alarmed("state-disk")).isTrue();
        edge.disk.failForces(false);
        assertThat(edge.meter.flush()).isTrue();
        assertThat(edge.billed("acme")).isEqualTo(10);
    }
}
