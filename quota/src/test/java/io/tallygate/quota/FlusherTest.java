package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.testing.MemoryDisk;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rounds of a meter's flusher. */
class FlusherTest {
    private static final Duration PERIOD = Duration.ofMinutes(2);

    private final ManualTime time = ManualTime.at("2026-03-10T12:00:00Z");
    private final SlowLedger slow = new SlowLedger(new InMemoryLedger(time));

    private RunningMeter open() {
        return QuotaMeter.into(slow.ledger())
                .plans(TestEdge.STARTER)
                .disk(new MemoryDisk("disk"))
                .flushEvery(PERIOD)
                .open(new Environment(time, new SplittableRandom(7), time, new Listener() {}, Optional.empty()));
    }

    @Test
    @Timeout(20)
    void skipsItsRoundWhileAnotherIsUnderWay() throws Exception {
        RunningMeter meter = open();
        time.advance(PERIOD.multipliedBy(2));
        slow.hold("flush");
        Thread flushing = new Thread(meter::flush, "flushing");
        flushing.start();
        slow.awaitQuestion();
        int before = slow.calls();

        time.advance(PERIOD.multipliedBy(5));
        assertThat(slow.calls()).as("while a flush waits for its answer").isEqualTo(before);

        slow.answer();
        flushing.join();
        int after = slow.calls();
        time.advance(PERIOD.multipliedBy(5));
        assertThat(slow.calls()).as("when it was answered").isGreaterThan(after);
        assertThat(meter.status().failures()).isZero();
    }
}
