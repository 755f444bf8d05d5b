package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.contract.IssuingStress;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Real threads: issuing, removing, looking up, following and filling filters, all at once. */
class KnownCredentialsStressTest {
    private static final Duration PULL = Duration.ofMillis(20);

    private final TimeSource time = TimeSource.system();
    private final TimeSource longAgo =
            ManualTime.at(Instant.ofEpochMilli(time.epochMillis()).minus(Duration.ofDays(9)));
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final FaultyDirectory seen = FaultyDirectory.around(directory);
    private final Tallygate gate = Tallygate.builder()
            .directory(seen)
            .accept(ApiKeyScheme.standard())
            .freshness(f -> f.pullEvery(PULL))
            .central(c -> c.perSecond(1_000_000))
            .sessions(s -> s.maxTotal(1_000))
            .filter(f -> f.expected(1_000))
            .build();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Makes the gate begin anew, each time after the filter has stood for a while. */
    private void loseTheLogAgainAndAgain() {
        while (!over.get()) {
            long refused = refused();
            parkUntil(() -> refused() > refused + 300);
            long gaps = feed().gaps();
            seen.sayingGap();
            parkUntil(() -> feed().gaps() > gaps);
            seen.healthy();
        }
    }

    private void parkUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean() && !over.get()) {
            LockSupport.parkNanos(PULL.toNanos());
        }
    }

    private long refused() {
        return gate.status().filter().refused();
    }

    private GateStatus.Feed feed() {
        return Objects.requireNonNull(gate.status().feed());
    }

    private long knownUpTo() {
        return time.nanos() - gate.revocationWindow().toNanos();
    }

    @Test
    void refusesNoKeyThatExistsWhateverHappensAtOnce() throws Exception {
        Thread losing = new Thread(this::loseTheLogAgainAndAgain);
        losing.setDaemon(true);
        losing.start();
        long seed = time.nanos();
        try {
            IssuingStress stress = new IssuingStress(gate, directory, time, longAgo, this::knownUpTo);
            long issued = 0;
            long removed = 0;
            long permitted = 0;
            for (int round = 0; issued < 16_000 || (round < 50 && (feed().gaps() < 3 || refused() < 1_000)); round++) {
                IssuingStress.Result result = stress.run(2, 2_000, seed + 2 * round);
                assertThat(result.refused()).as("seed %s: %s", seed, result).isZero();
                assertThat(result.unavailable()).as("overtaken twice").isLessThan(result.permitted() / 4);
                issued += result.issued();
                removed += result.removed();
                permitted += result.permitted();
            }
            assertThat(permitted).isGreaterThan(issued / 2);
            assertThat(removed).isGreaterThan(issued / 16);
            assertThat(refused()).as("made-up keys: %s", gate.status()).isGreaterThanOrEqualTo(1_000);
            assertThat(feed().gaps()).isGreaterThanOrEqualTo(3);
        } finally {
            over.set(true);
            losing.join(10_000);
            gate.close();
        }
    }
}
