package io.tallygate.quota.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerOperator;
import io.tallygate.quota.ledger.PartitionOwner;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Window;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract share: an empty ledger, its clock in the middle of a window, and edges to script. */
abstract class LedgerFixture<L extends Ledger & LedgerOperator & PartitionOwner> {
    static final Window MARCH =
            new Window(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
    static final Window APRIL = new Window(MARCH.end(), Instant.parse("2026-05-01T00:00:00Z"));
    static final AccountId ACME = new AccountId("acme");
    static final int HOME = Partitions.of(ACME);
    static final AccountId ELSEWHERE = IntStream.range(0, 10_000)
            .mapToObj(i -> new AccountId("account-" + i))
            .filter(it -> Partitions.of(it) != HOME)
            .findFirst()
            .orElseThrow();

    final ContractClock clock = new ContractClock(Instant.parse("2026-03-20T12:00:00Z"));
    L ledger;

    /**
     * A ledger that holds nothing.
     *
     * @param time the clock it must use
     */
    protected abstract L empty(TimeSource time);

    @BeforeEach
    void openEmptyLedger() {
        ledger = empty(clock);
    }

    ScriptedEdge edge(String label) {
        return ScriptedEdge.registered(ledger, label);
    }

    static CounterKey key(AccountId account, Window window) {
        return new CounterKey(account, "requests", window, "starter", 1, false);
    }

    static CounterKey version(int version) {
        return new CounterKey(ACME, "requests", MARCH, "starter", version, false);
    }

    static CounterKey late(Window window) {
        return new CounterKey(ACME, "requests", window, "starter", 1, true);
    }

    static CounterValue value(int counter, long used, long refunded) {
        return new CounterValue(counter, key(ACME, MARCH), used, refunded);
    }

    static CounterValue value(int counter, CounterKey key, long used) {
        return new CounterValue(counter, key, used, 0);
    }

    Statement march() {
        return ledger.statement(ACME, MARCH);
    }

    Statement.Line marchLine() {
        Statement statement = march();
        assertThat(statement.lines()).hasSize(1);
        return statement.lines().get(0);
    }

    long used() {
        return march().lines().stream()
                .mapToLong(it -> it.used() + it.lateUsed())
                .sum();
    }

    /** After the window's end, by every edge given. */
    void closeMarch(ScriptedEdge... edges) {
        clock.set(MARCH.end().plusSeconds(60));
        for (ScriptedEdge edge : edges) {
            edge.close(MARCH.end());
        }
    }
}
