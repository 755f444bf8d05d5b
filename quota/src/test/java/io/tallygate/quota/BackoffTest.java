package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds and spread of the pauses between rounds, each over many draws of a seeded generator. */
class BackoffTest {
    private static final int DRAWS = 20_000;
    private static final int BINS = 10;

    private static LongStream pauses(Duration period, int failures) {
        Backoff backoff = new Backoff(period, new SplittableRandom(5));
        return LongStream.range(0, DRAWS).map(i -> backoff.pause(failures).toMillis());
    }

    @Test
    void keepsToThePeriodWhileNothingFails() {
        LongSummaryStatistics pauses = pauses(Duration.ofSeconds(5), 0).summaryStatistics();
        assertThat(pauses.getMin()).isBetween(4_500L, 4_510L);
        assertThat(pauses.getMax()).isBetween(5_490L, 5_500L);
        assertThat(pauses.getAverage()).isBetween(4_990.0, 5_010.0);
    }

    /** Each failure doubles the longest pause, up to a minute, or to the period if that is longer. */
    @ParameterizedTest
    @CsvSource({"5000,1,10000", "5000,2,20000", "5000,3,40000", "5000,4,60000", "5000,1000000,60000", "90000,1,90000"})
    void drawsFromAllOfARangeThatDoubles(long period, int failures, long most) {
        long least = period / 10;
        LongSummaryStatistics pauses =
                pauses(Duration.ofMillis(period), failures).summaryStatistics();
        assertThat(pauses.getMin()).isBetween(least, least + most / 100);
        assertThat(pauses.getMax()).isBetween(least + most - most / 100, least + most);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20})
    void spreadsPausesEvenlySoThatEdgesDoNotComeBackTogether(int failures) {
        long least = 500;
        long most = Math.min(60_000, 5_000L << failures);
        int[] bins = new int[BINS];
        pauses(Duration.ofSeconds(5), failures).forEach(pause -> bins[(int) ((pause - least) * BINS / most)]++);
        assertThat(Arrays.stream(bins).boxed()).allMatch(count -> Math.abs(count - DRAWS / BINS) < DRAWS / BINS / 10);
    }

    @Test
    void givesTwoEdgesDifferentPauses() {
        Backoff one = new Backoff(Duration.ofSeconds(5), new SplittableRandom(1));
        Backoff other = new Backoff(Duration.ofSeconds(5), new SplittableRandom(2));
        assertThat(LongStream.range(0, 100).filter(i -> one.pause(3).equals(other.pause(3))))
                .isEmpty();
    }
}
