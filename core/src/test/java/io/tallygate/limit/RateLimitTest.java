package io.tallygate.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void allowsOnePeriodsPermitsAtOnceUnlessToldOtherwise() {
        RateLimit limit = RateLimit.of("burst", 20, SECOND);

        assertThat(limit.burst()).isEqualTo(20);
        assertThat(limit.withBurst(5)).isEqualTo(new RateLimit("burst", 20, SECOND, 5));
        assertThat(limit.interval()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void roundsTheIntervalUpSoThatALimitIsNeverLooserThanItSays() {
        assertThat(RateLimit.of("third", 3, SECOND).interval()).isEqualTo(Duration.ofNanos(333_333_334));
        assertThat(RateLimit.of("most", 999_999, SECOND).interval()).isEqualTo(Duration.ofNanos(1_001));
        assertThat(RateLimit.of("even", 1_000_000, SECOND).interval()).isEqualTo(Duration.ofNanos(1_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "burst", "per-minute", "v2.reads_all", "a2345678901234567890123456789012"})
    void acceptsNamesThatFitAHeaderField(String name) {
        assertThat(RateLimit.of(name, 1, SECOND).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Burst", "2nd", "-a", "a b", "a\"", "a\n", "é", "a23456789012345678901234567890123"})
    void refusesOtherNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.of(name, 1, SECOND))
                .withMessageContaining("must match")
                .withMessageContaining("was \"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_001, Long.MAX_VALUE})
    void refusesFewerThanOnePermitOrMoreThanOnePerMicrosecond(long permits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.of("burst", permits, SECOND))
                .withMessage("permits of rate limit \"burst\" must be in [1, 1000000], was " + permits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT0.000999999S", "P366DT0.000000001S", "P1000000D"})
    void refusesPeriodsOutsideItsBounds(String period) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.of("burst", 1, Duration.parse(period)))
                .withMessageContaining("period of rate limit \"burst\" must be in [PT0.001S, PT8784H], was ");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 316_224_001, Long.MAX_VALUE})
    void refusesABurstThatTakesMoreThanTenYearsToComeBack(long burst) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.of("slow", 1, SECOND).withBurst(burst))
                .withMessage("burst of rate limit \"slow\" must be in [1, 316224000], was " + burst);
    }

    @Test
    void acceptsTheExtremesOfItsBounds() {
        Duration year = Duration.ofDays(366);
        long most = year.toNanos() / 1_000;

        assertThat(RateLimit.of("fast", most, year).interval()).isEqualTo(Duration.ofNanos(1_000));
        assertThat(RateLimit.of("odd", most - 1, year).burst()).isEqualTo(most - 1);
        assertThat(RateLimit.of("slow", 1, year).withBurst(10).burst()).isEqualTo(10);
        assertThat(RateLimit.of("short", 1_000, Duration.ofMillis(1)).interval())
                .isEqualTo(Duration.ofNanos(1_000));
    }
}
