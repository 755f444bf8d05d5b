package io.tallygate.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WallTimeTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong clock = new AtomicLong(1_000);
    private final AtomicInteger reads = new AtomicInteger();

    private WallTime from(long nanos) {
        return new WallTime(
                () -> {
                    reads.incrementAndGet();
                    return clock.get();
                },
                nanos);
    }

    @ParameterizedTest
    @ValueSource(longs = {86_400_000, -86_400_000, 1, -1})
    void followsAStepOfTheClockWithinAMillisecond(long step) {
        WallTime wall = from(0);
        clock.addAndGet(step);
        assertThat(wall.at(MILLI - 1)).isEqualTo(1_000);
        assertThat(wall.at(MILLI)).isEqualTo(1_000 + step);
        clock.addAndGet(-step);
        assertThat(wall.at(2 * MILLI)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 3, Long.MIN_VALUE})
    void readsTheClockOnceAMillisecondWhateverTheOriginOfElapsedTime(long origin) {
        WallTime wall = from(origin);
        for (long nanos = 0; nanos < 10 * MILLI; nanos += MILLI / 100) {
            wall.at(origin + nanos);
        }
        assertThat(reads).hasValue(10);
    }

    @Test
    void takesANewerReadingForAThreadThatWasHeldUp() {
        WallTime wall = from(0);
        clock.addAndGet(5);
        assertThat(wall.at(5 * MILLI)).isEqualTo(1_005);
        assertThat(wall.at(MILLI)).isEqualTo(1_005);
        assertThat(reads).hasValue(2);
    }

    /** The clock tells the elapsed time itself, so that an answer shows its age. */
    @Test
    void isNeverOlderThanAMillisecondUnderContention() throws Exception {
        AtomicLong now = new AtomicLong();
        WallTime wall = new WallTime(now::get, 0);
        Callable<Long> work = () -> {
            long oldest = 0;
            for (int i = 0; i < 200_000; i++) {
                long nanos = now.addAndGet(MILLI / 4);
                oldest = Math.max(oldest, nanos - wall.at(nanos));
            }
            return oldest;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> all =
                    threads.invokeAll(Stream.generate(() -> work).limit(4).toList());
            for (Future<Long> one : all) {
                assertThat(one.get()).isLessThan(MILLI);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void ofTheProcessIsTheClockToTheMillisecond() {
        TimeSource system = TimeSource.system();
        for (int i = 0; i < 1_000; i++) {
            long before = system.epochMillis();
            long told = system.epochMillis(system.nanos());
            assertThat(told).isBetween(before - 2, system.epochMillis());
        }
    }
}
