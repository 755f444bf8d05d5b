package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaysTest {
    private static final NonceStore NOWHERE = (name, until) -> true;

    @Test
    void sayHowOftenARequestIsLetIn() {
        assertThat(Replays.local().exposure()).isEqualTo("once by each edge");
        assertThat(Replays.audience("eu").exposure()).isEqualTo("once by each edge of audience eu");
        assertThat(Replays.shared(NOWHERE).exposure()).isEqualTo("once in all");
        assertThat(Replays.local().servingAtOnce().exposure())
                .isEqualTo("once by each edge, and once more after a restart if its caller's clock was ahead");
        assertThat(Replays.shared(NOWHERE).servingAtOnce().exposure()).isEqualTo("once in all");
    }

    @Test
    void sayAllOfThemselvesInOneLine() {
        assertThat(Replays.local()).hasToString("Replays[once by each edge, capacity=2000/s, perKey=500/s]");
        assertThat(Replays.local().capacity(3).perKey(2))
                .hasToString("Replays[once by each edge, capacity=3/s, perKey=2/s]");
        assertThat(Replays.local().capacity(3)).hasToString("Replays[once by each edge, capacity=3/s, perKey=1/s]");
    }

    @Test
    void sayWhatTheMemoryTakes() {
        Duration age = Duration.ofMinutes(5);
        Duration skew = Duration.ofSeconds(30);

        assertThat(Replays.local().memory(age, skew)).isEqualTo(16L * 22 * 2_000 * 16);
        assertThat(Replays.local().capacity(10_000).memory(age, skew)).isEqualTo(56_320_000);
        assertThat(Replays.local().memory(age, skew.plusMillis(1))).isEqualTo(16L * 23 * 2_000 * 16);
        assertThat(Replays.local().capacity(100_000).memory(Duration.ofDays(1), Duration.ZERO))
                .isEqualTo(16L * 5_760 * 100_000 * 16);
    }

    @Test
    void areForTheirAudienceOnlyIfTheyNameOne() {
        assertThat(Replays.local().isFor(null)).isTrue();
        assertThat(Replays.local().isFor("eu")).isTrue();
        assertThat(Replays.audience("eu").isFor("eu")).isTrue();
        assertThat(Replays.audience("eu").isFor("EU")).isFalse();
        assertThat(Replays.audience("eu").isFor(null)).isFalse();
    }

    @Test
    void keepWhatWasSaidBefore() {
        Replays all = Replays.audience("eu").capacity(10).perKey(5).servingAtOnce();

        assertThat(all.faults()).isEmpty();
        assertThat(all)
                .hasToString("Replays[once by each edge of audience eu, and once more after a restart"
                        + " if its caller's clock was ahead, capacity=10/s, perKey=5/s]");
        assertThat(Replays.shared(NOWHERE)
                        .capacity(10)
                        .perKey(5)
                        .servingAtOnce()
                        .store())
                .isSameAs(NOWHERE);
    }

    @Test
    void tellAllTheirFaultsAtOnce() {
        assertThat(Replays.audience("").capacity(0).perKey(1).faults())
                .containsExactly(
                        "replays.audience must have 1 to 64 of a-z 0-9 . _ -; name this edge so",
                        "replays.capacity is 0; set it in [1, 100000]",
                        "replays.perKey is 1; set it in [1, capacity]");
        assertThat(Replays.local().capacity(100_001).perKey(0).faults()).hasSize(2);
        assertThat(Replays.local().capacity(100_000).perKey(100_000).faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EU",
                "a b",
                "a\n",
                "\u00e4",
                "a\"",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void refuseAnAudienceThatCannotBeSigned(String name) {
        assertThat(Replays.audience(name).faults()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eu-west-1", "edge_7.example", "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void acceptAnAudienceThatCanBe(String name) {
        assertThat(Replays.audience(name).faults()).isEmpty();
    }
}
