package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.Demand;
import io.tallygate.model.Permit;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.spi.Background;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A meter that was closed while its ledger did not answer, and the next one in its directory. */
class CloseTest {
    @TempDir
    Path directory;

    private final ManualTime time = ManualTime.at("2026-03-10T12:00:00Z");
    private final InMemoryLedger ledger = new InMemoryLedger(time);
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final SlowLedger slow = new SlowLedger(ledger);

    /** Nothing runs in the background but a meter's first round and what closing needs. */
    private static final class FirstAndLast implements Background {
        private final List<Thread> started = new CopyOnWriteArrayList<>();

        @Override
        public void execute(Runnable task) {
            Thread thread = new Thread(task, "first-or-last");
            thread.setDaemon(true);
            started.add(thread);
            thread.start();
        }

        /** Waits until all of that is done. */
        void join() throws InterruptedException {
            for (Thread thread : started) {
                thread.join();
            }
        }

        @Override
        public Task after(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public Task every(Duration initialDelay, Duration period, Runnable task) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private RunningMeter open(Ledger into, Background background) {
        Listener listener = new Listener() {
            @Override
            public void onAlarm(String code, String message) {
                alarms.add(code);
            }
        };
        return QuotaMeter.into(into)
                .plans(TestEdge.STARTER)
                .stateIn(directory)
                .grace(Duration.ZERO)
                .closeWithin(Duration.ofMillis(10))
                .open(new Environment(time, random, background, listener, Optional.empty()));
    }

    private int charge(RunningMeter meter, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += meter.open(TestEdge.entitlement("acme"))
                                    .charge(Demand.plain(), null, time.epochMillis(), time.nanos())
                            instanceof Permit
                    ? 1
                    : 0;
        }
        return admitted;
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "flush"})
    void leavesTheDirectoryToTheNextMeterWhenTheLedgerAnswersTooLate(String method) throws Exception {
        slow.hold(method);
        FirstAndLast ofFirst = new FirstAndLast();
        RunningMeter first = open(slow.ledger(), ofFirst);
        Thread flushing = new Thread(first::flush, "flushing");
        flushing.start();
        slow.awaitQuestion();
        first.close();
        assertThat(alarms).containsExactly("close-cut-short");

        FirstAndLast ofNext = new FirstAndLast();
        RunningMeter next = open(ledger, ofNext);
        ofNext.join();
        next.flush();
        assertThat(charge(next, 5)).isEqualTo(5);
        time.advance(Duration.ofHours(3));
        assertThat(next.flush()).isTrue();
        List<String> before = state();
        time.advance(Duration.ofHours(3));
        slow.answer();
        flushing.join();
        ofFirst.join();

        assertThat(alarms).as("the first meter is heard of no more").containsExactly("close-cut-short");
        assertThat(state()).as("and has changed nothing").isEqualTo(before).hasSizeGreaterThan(6);
        assertThat(next.flush()).isTrue();
        assertThat(ledger.windows(new AccountId("acme"))).hasSize(1);
        next.close();
        ofNext.join();
    }

    /** Names of all files, and what is put down of who lives here. */
    private List<String> state() throws IOException {
        List<String> state = new CopyOnWriteArrayList<>();
        try (var files = Files.list(directory)) {
            files.map(it -> String.valueOf(it.getFileName())).sorted().forEach(state::add);
        }
        state.add(HexFormat.of().formatHex(Files.readAllBytes(directory.resolve("edge"))));
        return state;
    }
}
