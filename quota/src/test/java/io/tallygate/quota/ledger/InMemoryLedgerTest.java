package io.tallygate.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.quota.contract.LedgerContract;
import io.tallygate.quota.plan.Window;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryLedgerTest extends LedgerContract<InMemoryLedger> {
    private static final AccountId ACME = new AccountId("acme");
    private static final Window WINDOW = new Window(Instant.EPOCH, Instant.ofEpochSecond(3_600));

    @Override
    protected InMemoryLedger empty(TimeSource time) {
        return new InMemoryLedger(time);
    }

    @Test
    void goesBackToABackupAndNoFurther() {
        InMemoryLedger ledger = new InMemoryLedger();
        Life life = new Life(new EdgeId("0".repeat(32)), "eu-1", 7);
        ledger.register(life);
        Batch first = batch(Mark.NONE, new Mark(1, 1), 10);
        ledger.flush(new Flush(life, List.of(first)));
        InMemoryLedger.Backup backup = ledger.backup();
        Batch second = batch(first.mark(), new Mark(2, 2), 20);
        for (int i = 0; i < 2; i++) {
            assertThat(ledger.flush(new Flush(life, List.of(second))).answers().get(0))
                    .isEqualTo(new Answer.Acknowledged(second.partition(), second.mark(), List.of(0L)));
            assertThat(used(ledger)).isEqualTo(20);
            ledger.restore(backup);
            assertThat(used(ledger)).isEqualTo(10);
        }
        ledger.restore(new InMemoryLedger().backup());
        assertThat(ledger.flush(new Flush(life, List.of(second))).standing()).isEqualTo(Standing.UNKNOWN);
    }

    private static Batch batch(Mark before, Mark mark, long used) {
        CounterKey key = new CounterKey(ACME, "requests", WINDOW, "starter", 1, false);
        return new Batch(Partitions.of(ACME), mark, before, null, List.of(new CounterValue(0, key, used, 0)));
    }

    private static long used(Ledger ledger) {
        return ledger.statement(ACME, WINDOW).lines().get(0).used();
    }

    @Test
    void refusesAnHearingTimeThatMakesNoSense() {
        assertThatThrownBy(() -> new InMemoryLedger(TimeSource.system(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heardWithin must be in [1s, 7d], was PT0S");
    }
}
