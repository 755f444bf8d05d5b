package io.tallygate.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GcraTakeAllTest {
    private static final long MILLI = 1_000_000;

    private final Gcra second = new Gcra(RateLimit.of("second", 5, Duration.ofSeconds(1)), 0);
    private final Gcra minute = new Gcra(RateLimit.of("minute", 60, Duration.ofMinutes(1)), 0);
    private final Gcra[] both = {second, minute};

    @Test
    void takesFromEachLimiterWhenAllAdmit() {
        assertThat(Gcra.takeAll(both, 3, 0)).isEqualTo(Gcra.NONE);

        assertThat(second.remaining(0)).isEqualTo(2);
        assertThat(minute.remaining(0)).isEqualTo(57);
    }

    @Test
    void takesFromNoneWhenOneRefusesAndNamesIt() {
        minute.take(59, 0);

        assertThat(Gcra.takeAll(both, 2, 0)).isEqualTo(1);

        assertThat(second.remaining(0)).isEqualTo(5);
        assertThat(minute.remaining(0)).isEqualTo(1);
        assertThat(minute.nanosToWait(2, 0)).isEqualTo(1_000 * MILLI);
    }

    @Test
    void namesTheLimiterWithTheLongestWaitOfThoseThatRefuse() {
        second.take(5, 0);
        minute.take(60, 0);

        assertThat(Gcra.takeAll(both, 1, 0)).isEqualTo(1);
        assertThat(Gcra.takeAll(new Gcra[] {minute, second}, 1, 0)).isZero();
        assertThat(Gcra.takeAll(both, 6, 0)).isZero();
        assertThat(second.nanosToWait(6, 0)).isEqualTo(Gcra.NEVER);
    }

    @Test
    void rollsBackWhenALimiterStandsTwiceAndHoldsOnlyOnce() {
        second.take(3, 0);

        assertThat(Gcra.takeAll(new Gcra[] {minute, second, second}, 2, 0)).isEqualTo(2);

        assertThat(second.remaining(0)).isEqualTo(2);
        assertThat(minute.remaining(0)).isEqualTo(60);
    }

    @Test
    void admitsWhenThereIsNoLimiter() {
        assertThat(Gcra.takeAll(new Gcra[0], 1, 0)).isEqualTo(Gcra.NONE);
    }

    @Test
    void givesBackToAll() {
        Gcra.takeAll(both, 4, 0);

        Gcra.giveBackAll(both, 3);

        assertThat(second.remaining(0)).isEqualTo(4);
        assertThat(minute.remaining(0)).isEqualTo(59);
    }

    @Test
    void refusesToCountFewerThanOneUnit() {
        assertThatIllegalArgumentException().isThrownBy(() -> Gcra.takeAll(both, 0, 0));
        assertThat(second.remaining(0)).isEqualTo(5);
    }
}
