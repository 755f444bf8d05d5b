package io.tallygate.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GcraTest {
    private static final long MILLI = 1_000_000;

    /** Ten a second, so one every 100 ms; five at once. */
    private static final RateLimit LIMIT =
            RateLimit.of("burst", 10, Duration.ofSeconds(1)).withBurst(5);

    private static final long INTERVAL = 100 * MILLI;

    @Test
    void isFullForARequestThatReadTheClockBeforeItWasMade() {
        Gcra limiter = new Gcra(RateLimit.of("burst", 1, Duration.ofMinutes(1)), 1_000_000);

        assertThat(limiter.take(1, 0)).isEqualTo(Gcra.ADMITTED);
        assertThat(limiter.take(1, 2_000_000)).isPositive();
    }

    @Test
    void admitsTheBurstAtOnceAndThenOnePerInterval() {
        Gcra gcra = new Gcra(LIMIT, 0);

        for (int i = 0; i < 5; i++) {
            assertThat(gcra.take(1, 0)).isEqualTo(Gcra.ADMITTED);
        }
        assertThat(gcra.take(1, 0)).isEqualTo(INTERVAL);
        assertThat(gcra.take(1, INTERVAL)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.take(1, INTERVAL)).isEqualTo(INTERVAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 7, Long.MAX_VALUE - 2 * INTERVAL, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 9})
    void keepsItsLimitWhateverTheOriginOfTimeIsAndWhenItWraps(long origin) {
        Gcra gcra = new Gcra(LIMIT, origin);

        assertThat(gcra.take(5, origin)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.take(3, origin + INTERVAL)).isEqualTo(2 * INTERVAL);
        assertThat(gcra.remaining(origin + 3 * INTERVAL)).isEqualTo(3);
        assertThat(gcra.take(3, origin + 3 * INTERVAL)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.nanosToReset(origin + 3 * INTERVAL)).isEqualTo(5 * INTERVAL);
        assertThat(gcra.remaining(origin + 1_000 * INTERVAL)).isEqualTo(5);
    }

    @Test
    void refusesOneNanosecondBeforeTheEdgeAndAdmitsOnIt() {
        Gcra gcra = new Gcra(LIMIT, 0);
        gcra.take(5, 0);

        assertThat(gcra.take(2, 2 * INTERVAL - 1)).isEqualTo(1);
        assertThat(gcra.remaining(2 * INTERVAL - 1)).isEqualTo(1);
        assertThat(gcra.remaining(2 * INTERVAL)).isEqualTo(2);
        assertThat(gcra.take(2, 2 * INTERVAL)).isEqualTo(Gcra.ADMITTED);
    }

    @Test
    void changesNothingWhenItRefuses() {
        Gcra gcra = new Gcra(LIMIT, 0);
        gcra.take(4, 0);

        assertThat(gcra.take(3, 0)).isEqualTo(2 * INTERVAL);
        assertThat(gcra.remaining(0)).isEqualTo(1);
        assertThat(gcra.nanosToReset(0)).isEqualTo(4 * INTERVAL);
    }

    @Test
    void neverAdmitsMoreThanTheBurstHolds() {
        Gcra gcra = new Gcra(LIMIT, 0);

        assertThat(gcra.take(6, 0)).isEqualTo(Gcra.NEVER);
        assertThat(gcra.take(Long.MAX_VALUE, 0)).isEqualTo(Gcra.NEVER);
        assertThat(gcra.nanosToWait(6, 0)).isEqualTo(Gcra.NEVER);
        assertThat(gcra.remaining(0)).isEqualTo(5);
    }

    @Test
    void saysHowLongATakeWouldWaitWithoutTaking() {
        Gcra gcra = new Gcra(LIMIT, 0);
        gcra.take(5, 0);

        assertThat(gcra.nanosToWait(2, 0)).isEqualTo(2 * INTERVAL);
        assertThat(gcra.nanosToWait(2, 2 * INTERVAL)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.nanosToWait(2, 50 * INTERVAL)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.nanosToReset(0)).isEqualTo(5 * INTERVAL);
    }

    @Test
    void holdsNoMoreThanItsBurstAfterALongPause() {
        Gcra gcra = new Gcra(LIMIT, 0);
        long aYearLater = Duration.ofDays(365).toNanos();

        assertThat(gcra.remaining(aYearLater)).isEqualTo(5);
        assertThat(gcra.nanosToReset(aYearLater)).isZero();
        assertThat(gcra.take(5, aYearLater)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.take(1, aYearLater)).isEqualTo(INTERVAL);
    }

    @Test
    void seesLessRefilledAtAnOlderReadingOfTheClock() {
        Gcra gcra = new Gcra(LIMIT, 0);
        gcra.take(5, 10 * INTERVAL);

        assertThat(gcra.take(1, 9 * INTERVAL)).isEqualTo(2 * INTERVAL);
        assertThat(gcra.remaining(0)).isZero();
        assertThat(gcra.take(1, 11 * INTERVAL)).isEqualTo(Gcra.ADMITTED);
    }

    @Test
    void makesGivenBackUnitsAvailableAgain() {
        Gcra gcra = new Gcra(LIMIT, 0);
        gcra.take(5, 0);

        gcra.giveBack(2);

        assertThat(gcra.remaining(0)).isEqualTo(2);
        assertThat(gcra.take(3, 0)).isEqualTo(INTERVAL);
    }

    @Test
    void losesUnitsGivenBackToAFullLimiter() {
        Gcra gcra = new Gcra(LIMIT, 0);
        gcra.take(5, 0);

        gcra.giveBack(5);
        gcra.giveBack(5);

        assertThat(gcra.remaining(0)).isEqualTo(5);
        assertThat(gcra.take(5, 0)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.take(1, 0)).isEqualTo(INTERVAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesToCountFewerThanOneUnit(long units) {
        Gcra gcra = new Gcra(LIMIT, 0);
        String rule = "units of rate limit \"burst\" must be at least 1, was " + units;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> gcra.take(units, 0))
                .withMessage(rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gcra.nanosToWait(units, 0))
                .withMessage(rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gcra.giveBack(units))
                .withMessage(rule);
    }

    @Test
    void refusesToTakeBackMoreThanOneTakeCanHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Gcra(LIMIT, 0).giveBack(6))
                .withMessage("units given back to rate limit \"burst\" must be in [1, 5], was 6");
    }

    @Test
    void keepsTheGreatestLimitWithoutOverflow() {
        Duration year = Duration.ofDays(366);
        RateLimit greatest = RateLimit.of("greatest", 1, year).withBurst(10);
        Gcra gcra = new Gcra(greatest, Long.MAX_VALUE);

        assertThat(gcra.take(10, Long.MAX_VALUE)).isEqualTo(Gcra.ADMITTED);
        assertThat(gcra.take(10, Long.MAX_VALUE)).isEqualTo(10 * year.toNanos());
        assertThat(gcra.take(10, Long.MAX_VALUE + 10 * year.toNanos())).isEqualTo(Gcra.ADMITTED);
    }

    @Test
    void isNamedAfterItsLimit() {
        Gcra gcra = new Gcra(LIMIT, 0);

        assertThat(gcra).hasToString("Gcra[burst]");
        assertThat(gcra.limit()).isEqualTo(LIMIT);
    }
}
