package io.tallygate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
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

    /** A little less, for the slowest are left out. */
    @Test
    void measuresByHowMuchTheyDiffer() {
        double difference =
                TimingComparison.difference(this::take, () -> 1_030.0, () -> 1_000.0, 20_000, clock::get, random);
        assertThat(difference).isCloseTo(25, within(8.0));
    }

    /** Each differs, as every place does, and some more one way than the other; but the kinds do not. */
    @Test
    void takesNoPlaceForAKind() {
        double[] places = random.doubles(100, -10, 10).toArray();
        assertThat(Math.abs(TimingComparison.ofPlaces(places))).isLessThan(TimingComparison.SUSPICIOUS);
        double[] slower = Arrays.stream(places).map(place -> place + 5).toArray();
        assertThat(TimingComparison.ofPlaces(slower)).isGreaterThan(TimingComparison.SUSPICIOUS);
    }

    /** Mean 2, variance of the mean 1/3. */
    @Test
    void computesStudentsT() {
        assertThat(TimingComparison.ofPlaces(1, 2, 3)).isCloseTo(2 / Math.sqrt(1.0 / 3), within(1e-12));
    }

    /** Means 3 and 6, variances of the means 2.5/5 and 10/5; the greatest of the ten is left out. */
    @Test
    void computesWelchsT() {
        double t = TimingComparison.of(new long[] {1, 2, 3, 4, 5}, new long[] {2, 4, 6, 8, 1_000});
        assertThat(t).isCloseTo((3.0 - 5.0) / Math.sqrt(2.5 / 5 + (20.0 / 3) / 4), within(1e-12));
    }
}
