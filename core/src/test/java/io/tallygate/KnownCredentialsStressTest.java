package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.IssuingStress;
import io.tallygate.testing.MadeUpKeys;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads: issuing, removing, looking up, following and filling filters, all at once. */
class KnownCredentialsStressTest {
    private static final Duration PULL = Duration.ofMillis(20);

    /** The least number of times that the log is lost meanwhile, however quick the machine is. */
    private static final int GAPS = 3;

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

    /** Makes the gate begin anew, again and again when its filter stands. */
    private void loseTheLogAgainAndAgain() {
        while (!over.get()) {
            pauseUntil(10, () -> gate.status().filter().standing());
            long before = feed().gaps();
            seen.sayingGap();
            pauseUntil(2, () -> feed().gaps() > before);
            seen.healthy();
        }
    }

    /** For the time of so many pulls, and as much again until that is so or all is over. */
    private void pauseUntil(int pulls, BooleanSupplier condition) {
        do {
            LockSupport.parkNanos(pulls * PULL.toNanos());
        } while (!over.get() && !condition.getAsBoolean());
    }

    private GateStatus.Feed feed() {
        return Objects.requireNonNull(gate.status().feed());
    }

    private long knownUpTo() {
        return time.nanos() - gate.revocationWindow().toNanos();
    }

    private final class Keys implements IssuingStress.Traffic<IssuedKey> {
        private final ApiKeys keys;
        private final MadeUpKeys madeUp;

        Keys(Random random) {
            keys = ApiKeys.in(directory).time(longAgo).random(random);
            madeUp = new MadeUpKeys("tg", random);
        }

        @Override
        public IssuedKey issue() {
            return keys.issue("acme", "orders:read");
        }

        @Override
        public void remove(IssuedKey key) {
            keys.revoke(key.id());
        }

        @Override
        public Decision show(IssuedKey key) {
            return admit(key.secret());
        }

        @Override
        public Decision showMadeUp() {
            return admit(madeUp.wellFormed(longAgo.epochMillis() / 1_000));
        }

        private Decision admit(String key) {
            return gate.admit(
                    FakeRequest.get("/orders").header("X-Api-Key", key).peer(null), Demand.plain());
        }
    }

    @Test
    @Timeout(300)
    void refusesNoKeyThatExistsWhateverHappensAtOnce() throws Exception {
        Thread losing = new Thread(this::loseTheLogAgainAndAgain);
        losing.setDaemon(true);
        losing.start();
        long seed = time.nanos();
        Random random = new Random(seed);
        try {
            IssuingStress<IssuedKey> stress = new IssuingStress<>(new Keys(random), time, this::knownUpTo, random);
            do {
                IssuingStress.Result result = stress.run(2, 8_000);
                assertThat(result.refused()).as("seed %s: %s", seed, result).isZero();
                assertThat(result.issued()).isEqualTo(16_000);
                assertThat(result.permitted()).isGreaterThan(10_000);
                assertThat(result.unavailable()).as("overtaken twice by a gap").isLessThan(800);
                assertThat(result.removed()).isGreaterThan(1_000);
                assertThat(gate.status().filter().refused()).as("made-up keys").isGreaterThan(1_000);
            } while (feed().gaps() < GAPS);
        } finally {
            over.set(true);
            losing.join(10_000);
            gate.close();
        }
    }
}
