package io.tallygate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimingComparisonTest {
    private final Random random = new Random(1);
    private final AtomicLong clock = new AtomicLong();

    /** Takes about so long, and now and then very much longer. */
    private void take(double nanos) {
        clock.addAndGet((long) (nanos + 100 * random.nextGaussian()) * (random.nextInt(50) == 0 ? 1_000 : 1));
    }

    private double t(double one, double other) {
        return TimingComparison.of(this::take, () -> one, () -> other, 20_000, clock::get, random);
    }

    @Test
    void findsNoDifferenceWhereThereIsNone() {
        assertThat(Math.abs(t(1_000, 1_000))).isLessThan(TimingComparison.SUSPICIOUS);
    }

    @Test
    void findsADifferenceOfOneInAHundred() {
        assertThat(t(1_010, 1_000)).isGreaterThan(TimingComparison.SUSPICIOUS);
        assertThat(t(1_000, 1_010)).isLessThan(-TimingComparison.SUSPICIOUS);
    }

    /** Means 3 and 6, variances of the means 2.5/5 and 10/5; the greatest of the ten is left out. */
    @Test
    void computesWelchsT() {
        double t = TimingComparison.of(new long[] {1, 2, 3, 4, 5}, new long[] {2, 4, 6, 8, 1_000});
        assertThat(t).isCloseTo((3.0 - 5.0) / Math.sqrt(2.5 / 5 + (20.0 / 3) / 4), within(1e-12));
    }
}
