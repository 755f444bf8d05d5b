package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.contract.IssuingStress;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Real threads: issuing, removing, looking up, following and filling filters, all at once. */
class KnownCredentialsStressTest {
    private static final long BEGIN_NANOS = 200_000_000;

    private final TimeSource time = TimeSource.system();
    private final TimeSource longAgo =
            ManualTime.at(Instant.ofEpochMilli(time.epochMillis()).minus(Duration.ofDays(9)));
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final Tallygate gate = Tallygate.builder()
            .directory(directory)
            .accept(ApiKeyScheme.standard())
            .central(c -> c.perSecond(1_000_000))
            .sessions(s -> s.maxTotal(1_000))
            .filter(f -> f.expected(1_000))
            .build();
    private final AtomicLong knownUpTo = new AtomicLong(time.nanos());
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile int begun;

    /** Falls behind the log now and then, and has to begin anew. */
    private void follow() {
        Follower follower = new Follower(directory.changes().orElseThrow(), time, gate.changeReaders());
        long last = time.nanos();
        while (!over.get()) {
            long now = time.nanos();
            if (now - last > BEGIN_NANOS) {
                follower.begin();
                begun++;
                last = now;
            }
            follower.pull();
            knownUpTo.set(now);
        }
    }

    @Test
    void refusesNoKeyThatExistsWhateverHappensAtOnce() throws Exception {
        Thread following = new Thread(this::follow);
        following.setDaemon(true);
        following.start();
        long seed = time.nanos();
        try {
            IssuingStress.Result result =
                    new IssuingStress(gate, directory, time, longAgo, knownUpTo::get).run(2, 8_000, seed);
            assertThat(result.refused()).as("seed %s: %s", seed, result).isZero();
            assertThat(result.issued()).isEqualTo(16_000);
            assertThat(result.permitted()).isGreaterThan(10_000);
            assertThat(result.unavailable()).isZero();
            assertThat(result.removed()).isGreaterThan(1_000);
            assertThat(gate.filterStatus().refused()).as("made-up keys").isGreaterThan(5_000);
            assertThat(begun).isGreaterThan(2);
        } finally {
            over.set(true);
            following.join(10_000);
            gate.close();
        }
    }
}
