package io.tallygate.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.EmbeddedPostgresServer;
import io.tallygate.jdbc.Transactions;
import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.CuttingProxy.Cut;
import io.tallygate.quota.plan.Window;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Connections to a real PostgreSQL are cut at COMMIT. The client sees the same failure whether the server has committed
 * or not, and sends again until it hears that it has.
 */
class LostCommitTest {
    private static final int FLUSHES = 250;
    private static final int INCREMENTS = 50;
    private static final AccountId ACME = new AccountId("acme");
    private static final Window WINDOW = new Window(Instant.EPOCH, Instant.ofEpochSecond(3_600));
    private static final CounterKey KEY = new CounterKey(ACME, "requests", WINDOW, "starter", 1, false);

    private CuttingProxy proxy;
    private DataSource direct;
    private DataSource cut;

    @BeforeEach
    void openThroughTheProxy() throws IOException {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.shared();
        direct = server.emptyDatabase("lost_commit");
        JdbcLedger.schema().apply(direct);
        proxy = new CuttingProxy(server.port());
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setPortNumbers(new int[] {proxy.port()});
        connections.setDatabaseName("lost_commit");
        connections.setUser("postgres");
        connections.setPreferQueryMode(PreferQueryMode.SIMPLE);
        cut = connections;
    }

    @AfterEach
    void closeTheProxy() {
        proxy.close();
    }

    /** Four of five are cut, half of them on each side of the server. */
    private static Cut cut(int step) {
        return switch (step % 5) {
            case 0 -> Cut.NONE;
            case 1, 2 -> Cut.BEFORE_THE_SERVER;
            default -> Cut.BEFORE_THE_REPLY;
        };
    }

    private void assertCut(int times) {
        assertThat(proxy.cutsBefore()).isEqualTo(times / 2);
        assertThat(proxy.cutsAfter()).isEqualTo(times / 2);
    }

    @Test
    void countsExactlyWhenTheReplyToCommitIsLost() {
        JdbcLedger ledger = JdbcLedger.on(cut);
        Life life = new Life(new EdgeId("0".repeat(32)), "eu-1", 7);
        ledger.register(life);
        Mark head = Mark.NONE;
        int unheard = 0;
        for (int flush = 1; flush <= FLUSHES; flush++) {
            Mark mark = new Mark(flush, ~flush);
            Batch batch = new Batch(
                    Partitions.of(ACME), mark, head, null, List.of(new CounterValue(0, KEY, 10L * flush, flush)));
            proxy.cutNext(cut(flush));
            unheard += flushUntilHeard(ledger, new Flush(life, List.of(batch)), mark);
            head = mark;
        }
        assertCut(FLUSHES / 5 * 4);
        assertThat(unheard).isEqualTo(proxy.cutsBefore() + proxy.cutsAfter());
        assertThat(JdbcLedger.on(direct).statement(ACME, WINDOW).lines())
                .containsExactly(new Statement.Line("requests", "starter", 1, 10L * FLUSHES, FLUSHES, 0, 0));
    }

    private static int flushUntilHeard(JdbcLedger ledger, Flush flush, Mark mark) {
        for (int unheard = 0; ; unheard++) {
            try {
                Answer answer = ledger.flush(flush).answers().get(0);
                assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.Acknowledged.class,
                                it -> assertThat(it.mark()).isEqualTo(mark));
                return unheard;
            } catch (LedgerUnavailableException expected) {
                assertThat(expected).hasMessageContaining("SQLState 08");
            }
        }
    }

    /** The control: what adds increments counts what was committed unheard twice. It shows that the cuts are real. */
    @Test
    void wouldCountTwiceIfItAddedIncrements() throws SQLException {
        Transactions transactions = Transactions.on(cut, Duration.ofSeconds(10));
        run(Transactions.on(direct, Duration.ofSeconds(10)), "CREATE TABLE naive AS SELECT 0 AS used");
        for (int step = 1; step <= INCREMENTS; step++) {
            proxy.cutNext(cut(step));
            addUntilHeard(transactions);
        }
        assertCut(INCREMENTS / 5 * 4);
        int used = Transactions.on(direct, Duration.ofSeconds(10)).run(statements -> {
            try (PreparedStatement select = statements.prepare("SELECT used FROM naive");
                    var rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getInt(1);
            }
        });
        assertThat(used).isEqualTo(INCREMENTS + proxy.cutsAfter());
    }

    private static void addUntilHeard(Transactions transactions) {
        while (true) {
            try {
                run(transactions, "UPDATE naive SET used = used + 1");
                return;
            } catch (SQLException unheard) {
                assertThat(unheard.getSQLState()).startsWith("08");
            }
        }
    }

    private static void run(Transactions transactions, String sql) throws SQLException {
        transactions.run(statements -> {
            try (PreparedStatement statement = statements.prepare(sql)) {
                return statement.executeUpdate();
            }
        });
    }
}
