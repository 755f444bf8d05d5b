package io.tallygate.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static Environment of(RandomGenerator random) {
        ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
        return new Environment(time, random, time, new Listener() {}, Optional.empty());
    }

    private static long nanosOfTen(long random) {
        return of(() -> random << 1).sometimeWithin(Duration.ofNanos(10)).toNanos();
    }

    @Test
    void givesHalfOfATimeToAllOfItAndNothingElse() {
        assertThat(LongStream.range(0, 20)
                        .map(EnvironmentTest::nanosOfTen)
                        .distinct()
                        .sorted())
                .containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(nanosOfTen(-1)).as("of a negative number").isBetween(5L, 10L);
    }

    @Test
    void givesNoPauseOfNone() {
        assertThat(of(() -> 7).sometimeWithin(Duration.ZERO)).isZero();
    }

    @Test
    void waitsForNothingThatIsOver() {
        for (long nanos = -1; nanos > -5; nanos--) {
            Duration over = Duration.ofNanos(nanos);
            assertThatThrownBy(() -> of(() -> 7).sometimeWithin(over))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(over.toString());
        }
    }
}
