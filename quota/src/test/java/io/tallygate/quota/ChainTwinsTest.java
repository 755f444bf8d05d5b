package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.plan.BillingCalendar;
import io.tallygate.quota.plan.Window;
import io.tallygate.testing.ManualTime;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two processes that both believe to be one life are told apart by nothing but the random bits of their marks. */
class ChainTwinsTest {
    private static final AccountId ACME = new AccountId("acme");
    private static final int HOME = Partitions.of(ACME);
    private static final long INCARNATION = 7;

    private final ManualTime time = ManualTime.at("2026-01-15T00:00:00Z");
    private final Window window = BillingCalendar.monthly(ZoneOffset.UTC).windowAt(time.instant());
    private final InMemoryLedger ledger = new InMemoryLedger(time);
    private final Life life = new Life(EdgeId.random(new SplittableRandom(1)), "eu-1", INCARNATION);

    ChainTwinsTest() {
        ledger.register(life);
    }

    /** One of the processes: the same chain at the same mark, and its own memory. */
    private final class Twin {
        private final Line line = new Line(
                INCARNATION,
                1,
                new CounterKey(ACME, "requests", window, "starter", 1, false),
                ByteBuffer.allocateDirect(2 * Line.SIZE),
                Line.SIZE);
        private final Chain chain = new Chain(HOME, MarkFile.Chained.NONE, 0);
        private final RandomGenerator random;

        Twin(RandomGenerator random) {
            this.random = random;
        }

        Chain.Verdict countAndFlush(int units) {
            line.charge(units);
            chain.seal(List.of(line), null, random);
            Batch batch = Objects.requireNonNull(chain.underWay());
            return chain.obey(
                    ledger.flush(new Flush(life, List.of(batch))).answers().get(0), 0);
        }
    }

    @Test
    void theSecondTwinIsToldThatItsLifeIsDisputed() {
        Twin one = new Twin(new SplittableRandom(1));
        Twin other = new Twin(new SplittableRandom(2));

        assertThat(one.countAndFlush(3)).isEqualTo(Chain.Verdict.TAKEN);
        assertThat(other.countAndFlush(5)).isEqualTo(Chain.Verdict.DISPUTED);
        assertThat(other.line.changed()).isTrue();
    }

    /** The broken double: without the random bits units vanish and nobody is told. */
    @Test
    void withoutRandomBitsTheSecondTwinsUnitsWouldVanishUnnoticed() {
        Twin one = new Twin(() -> 42);
        Twin other = new Twin(() -> 42);

        assertThat(one.countAndFlush(3)).isEqualTo(Chain.Verdict.TAKEN);
        assertThat(other.countAndFlush(5)).isEqualTo(Chain.Verdict.TAKEN);
        assertThat(other.line.changed()).isFalse();
        assertThat(ledger.statement(ACME, window).lines().get(0).used()).isEqualTo(3);
    }
}
