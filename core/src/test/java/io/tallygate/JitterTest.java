package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JitterTest {
    @Test
    void givesHalfOfATimeToAllOfItAndNothingElse() {
        assertThat(LongStream.range(0, 20)
                        .map(JitterTest::nanosOfTen)
                        .distinct()
                        .sorted())
                .containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(nanosOfTen(-1)).as("of a negative number").isBetween(5L, 10L);
    }

    @Test
    void givesNoPauseOfNone() {
        assertThat(Jitter.within(Duration.ZERO, () -> 7)).isZero();
    }

    private static long nanosOfTen(long random) {
        RandomGenerator always = () -> random << 1;
        return Jitter.within(Duration.ofNanos(10), always).toNanos();
    }
}
