package io.tallygate.testing;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.spi.Background;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private final List<String> log = new ArrayList<>();

    @Test
    void standsStillUntilTold() {
        assertThat(time.instant()).isEqualTo("2026-01-31T23:59:00Z");
        time.advance(ofSeconds(60));
        assertThat(time.instant()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(time.nanos()).isEqualTo(60_000_000_000L);
    }

    @Test
    void jumpsTheWallClockAlone() {
        time.jumpWall(ofHours(-1));
        assertThat(time.instant()).isEqualTo("2026-01-31T22:59:00Z");
        assertThat(time.nanos()).isZero();
    }

    @Test
    void refusesToTurnElapsedTimeBack() {
        assertThatThrownBy(() -> time.advance(ofMillis(-1))).hasMessageContaining("jumpWall");
    }

    @Test
    void runsDueTasksInOrderEachAtItsInstant() {
        time.after(ofSeconds(2), () -> log.add("b@" + time.instant()));
        time.after(ofSeconds(1), () -> log.add("a@" + time.instant()));
        time.after(ofSeconds(2), () -> log.add("c@" + time.instant()));
        time.after(ofSeconds(9), () -> log.add("late"));
        time.advance(ofSeconds(3));
        assertThat(log).containsExactly("a@2026-01-31T23:59:01Z", "b@2026-01-31T23:59:02Z", "c@2026-01-31T23:59:02Z");
        assertThat(time.instant()).isEqualTo("2026-01-31T23:59:03Z");
        assertThat(time.pending()).isOne();
    }

    @Test
    void repeatsASeriesUntilCancelledAndGoesOnAfterAFailure() {
        AtomicInteger runs = new AtomicInteger();
        Background.Task task = time.every(ofSeconds(1), ofSeconds(10), () -> {
            if (runs.incrementAndGet() == 2) {
                throw new IllegalStateException("planted");
            }
        });
        time.advance(ofSeconds(31));
        assertThat(runs).hasValue(4);
        assertThat(time.failures()).singleElement().isInstanceOf(IllegalStateException.class);
        task.cancel();
        time.advance(ofSeconds(100));
        assertThat(runs).hasValue(4);
        assertThat(time.pending()).isZero();
    }

    @Test
    void executesAtOnceAndLaterTasksBehindTheRunningOne() {
        time.execute(() -> {
            log.add("outer begins");
            time.execute(() -> log.add("inner"));
            log.add("outer ends");
        });
        assertThat(log).containsExactly("outer begins", "outer ends", "inner");
    }

    @Test
    void runsWhatComesDueWhileATaskItselfAdvancesTheTime() {
        time.after(ofSeconds(2), () -> log.add("timeout@" + time.instant()));
        time.execute(() -> {
            log.add("slow call begins");
            time.advance(ofSeconds(3));
            log.add("slow call ends");
        });
        assertThat(log).containsExactly("slow call begins", "timeout@2026-01-31T23:59:02Z", "slow call ends");
    }

    @Test
    void neverRunsASeriesInsideItselfAndDoesNotMakeUpForLateRuns() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        time.every(ofSeconds(1), ofSeconds(1), () -> {
            assertThat(running.incrementAndGet()).isOne();
            if (runs.incrementAndGet() == 1) {
                time.advance(ofSeconds(5));
            }
            running.decrementAndGet();
        });
        time.advance(ofSeconds(2));
        assertThat(time.nanos()).isEqualTo(ofSeconds(7).toNanos());
        assertThat(runs).hasValue(2);
        assertThat(time.failures()).isEmpty();
    }

    @Test
    void addsUpAdvancesOfSeveralThreadsAndRunsEachTaskOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        for (int i = 1; i <= 1000; i++) {
            time.after(ofMillis(i), runs::incrementAndGet);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(threads.submit(() -> {
                for (int step = 0; step < 250; step++) {
                    time.advance(ofMillis(1));
                    time.execute(runs::incrementAndGet);
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        assertThat(time.instant()).isEqualTo(Instant.parse("2026-01-31T23:59:01Z"));
        assertThat(runs).hasValue(2000);
    }
}
