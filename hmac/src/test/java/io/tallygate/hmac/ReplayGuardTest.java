package io.tallygate.hmac;

import static io.tallygate.hmac.Remembered.FRESH;
import static io.tallygate.hmac.Remembered.FULL;
import static io.tallygate.hmac.Remembered.REPLAYED;
import static io.tallygate.hmac.Remembered.RESIGN;
import static io.tallygate.hmac.Remembered.STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Denial;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayGuardTest {
    private static final Duration SKEW = GuardedEdge.SKEW;

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final KeyNonces key = new KeyNonces();
    private final Codes codes = new Codes();

    @Test
    void letsARequestInOnce() {
        GuardedEdge edge = running(Replays.local());
        byte[] code = codes.next();

        assertThat(edge.ask(key, code, edge.now())).isEqualTo(FRESH);
        assertThat(edge.ask(key, code, edge.now())).isEqualTo(REPLAYED);
        assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(FRESH);
    }

    @Test
    void knowsARequestForAsLongAsItIsWithinTheWindow() {
        GuardedEdge edge = running(Replays.local());
        byte[] code = codes.next();
        long created = edge.now() + SKEW.toSeconds();
        assertThat(edge.ask(key, code, created)).isEqualTo(FRESH);

        for (long waited = 0; waited < 330; waited += 10) {
            time.advance(Duration.ofSeconds(10));
            assertThat(edge.ask(key, code, created)).isEqualTo(REPLAYED);
        }
    }

    @Test
    void tellsCodesApartThatDifferInOneBit() {
        GuardedEdge edge = running(Replays.local());
        byte[] code = codes.next();
        byte[] other = code.clone();
        other[7] ^= 1;

        assertThat(edge.ask(key, code, edge.now())).isEqualTo(FRESH);
        assertThat(edge.ask(key, other, edge.now())).isEqualTo(FRESH);
    }

    @Test
    void refusesWhatAnEarlierGuardMayHaveLetIn() {
        GuardedEdge edge = new GuardedEdge(Replays.local(), time);
        long last = edge.now() + SKEW.toSeconds();

        assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(STARTING);
        time.advance(SKEW);
        assertThat(edge.ask(key, codes.next(), last)).isEqualTo(STARTING);
        time.advance(Duration.ofSeconds(1));
        assertThat(edge.ask(key, codes.next(), last)).isEqualTo(RESIGN);
        assertThat(edge.ask(key, codes.next(), last + 1)).isEqualTo(FRESH);
    }

    /** Which else would be 503 for as long as the clock was ahead, and look like any other start. */
    @Test
    void tellsAPersonOnceThatItBeganByAClockThatWasAhead() {
        GuardedEdge edge = new GuardedEdge(Replays.local(), time);
        assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(STARTING);
        assertThat(edge.alarms()).as("after any start").isEmpty();

        time.jumpWall(Duration.ofHours(-1));
        for (int i = 0; i < 3; i++) {
            assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(STARTING);
        }
        assertThat(edge.alarms()).containsExactly("replays-starting");
    }

    @Test
    void servesAtOnceWhenAsked() {
        time.advance(Duration.ofMillis(1));
        GuardedEdge edge = new GuardedEdge(Replays.local().servingAtOnce(), time);

        assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(STARTING);
        time.advance(Duration.ofSeconds(1));
        assertThat(edge.ask(key, codes.next(), edge.now() - 1)).isEqualTo(RESIGN);
        assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(FRESH);
    }

    @Test
    void refusesWhatItHasLetGoWhenTheClockIsSetBack() {
        GuardedEdge edge = running(Replays.local());
        byte[] code = codes.next();
        long created = edge.now();
        assertThat(edge.ask(key, code, created)).isEqualTo(FRESH);
        time.jumpWall(Duration.ofSeconds(16 * 22));
        assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(FRESH);
        time.jumpWall(Duration.ofSeconds(-16 * 22));

        assertThat(edge.ask(key, code, created)).isEqualTo(RESIGN);
        assertThat(edge.ask(key, codes.next(), created)).isEqualTo(RESIGN);
    }

    @Test
    void refusesAllWhenItIsFullAndForgetsNone() {
        GuardedEdge edge = running(Replays.local().capacity(10).perKey(10));
        List<byte[]> admitted = new ArrayList<>();
        long created = edge.now();
        for (int i = 0; i < 2_000; i++) {
            byte[] code = codes.next();
            if (edge.ask(new KeyNonces(), code, created) == FRESH) {
                admitted.add(code);
            }
        }

        assertThat(admitted).hasSizeBetween(220, 440);
        assertThat(edge.ask(key, codes.next(), created)).isEqualTo(FULL);
        assertThat(admitted)
                .allSatisfy(code ->
                        assertThat(edge.ask(new KeyNonces(), code, created)).isEqualTo(REPLAYED));
        assertThat(edge.ask(key, codes.next(), created + 22)).isEqualTo(FRESH);
    }

    @Test
    void tellsAPersonOnceThatItIsFullUntilASliceHasPassed() {
        GuardedEdge edge = running(Replays.local().capacity(1));
        long created = edge.now();
        for (int slice : new int[] {0, 0, 1, 0, 3}) {
            flood(edge, created + slice * 22L);
        }

        assertThat(edge.alarms()).containsExactly("replays-full", "replays-full");
    }

    private void flood(GuardedEdge edge, long created) {
        for (int i = 0; i < 100; i++) {
            edge.ask(new KeyNonces(), codes.next(), created);
        }
    }

    @Test
    void leavesOthersTheirRoomWhenOneKeySignsWithoutEnd() {
        GuardedEdge edge = running(Replays.local().capacity(100).perKey(10));
        KeyNonces greedy = new KeyNonces();
        long created = edge.now();
        for (int i = 0; i < 220; i++) {
            assertThat(edge.ask(greedy, codes.next(), created)).isEqualTo(FRESH);
        }

        assertThat(edge.alarms()).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(edge.ask(greedy, codes.next(), created)).isEqualTo(FULL);
        }
        assertThat(edge.ask(key, codes.next(), created)).isEqualTo(FRESH);
        assertThat(edge.ask(greedy, codes.next(), created + 22)).isEqualTo(FRESH);
        assertThat(edge.alarms()).as("a person is told, or nobody knows why").containsExactly("replays-key-full");
    }

    @Test
    void takesNothingOfAKeysPartForAReplay() {
        GuardedEdge edge = running(Replays.local().capacity(1).perKey(1));
        byte[] code = codes.next();
        long created = edge.now();
        assertThat(edge.ask(key, code, created)).isEqualTo(FRESH);
        for (int i = 0; i < 100; i++) {
            assertThat(edge.ask(key, code, created)).isEqualTo(REPLAYED);
        }
        for (int i = 1; i < 22; i++) {
            assertThat(edge.ask(key, codes.next(), created)).isEqualTo(FRESH);
        }
        assertThat(edge.ask(key, codes.next(), created)).isEqualTo(FULL);
    }

    @Test
    void refusesWithWhatACallerCanDoAboutIt() {
        assertThat(FRESH.denial()).isNull();
        assertThat(REPLAYED.denial()).isEqualTo(Denial.REPLAYED);
        assertThat(RESIGN.denial()).isEqualTo(Denial.RESIGN);
        assertThat(STARTING.denial()).isEqualTo(Denial.UNAVAILABLE);
        assertThat(FULL.denial()).isEqualTo(Denial.UNAVAILABLE);
    }

    @Test
    void asksTheStoreOnceForEachRequestThatItsOwnMemoryLetsPass() {
        List<String> asked = new ArrayList<>();
        GuardedEdge edge = new GuardedEdge(
                Replays.shared((name, until) -> {
                    asked.add(name + " " + until);
                    return asked.size() == 1;
                }),
                time);
        byte[] code = new byte[32];
        code[15] = 1;
        code[16] = 2;

        assertThat(edge.ask(key, code, edge.now())).isEqualTo(FRESH);
        assertThat(edge.ask(key, code, edge.now())).isEqualTo(REPLAYED);
        assertThat(edge.ask(key, codes.next(), edge.now())).isEqualTo(REPLAYED);

        assertThat(asked).hasSize(2).first().isEqualTo("0".repeat(31) + "1 2026-01-31T12:06:00Z");
    }

    @Test
    void letsNothingInWhenTheStoreFails() {
        GuardedEdge edge = new GuardedEdge(
                Replays.shared((name, until) -> {
                    throw new IllegalStateException("down since " + Instant.EPOCH);
                }),
                time);

        assertThatThrownBy(() -> edge.ask(key, codes.next(), edge.now())).hasMessageStartingWith("down");
    }

    /** An edge that has been up for long enough to serve. */
    private GuardedEdge running(Replays replays) {
        GuardedEdge edge = new GuardedEdge(replays, time);
        time.advance(SKEW.plusSeconds(1));
        return edge;
    }
}
