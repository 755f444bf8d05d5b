package io.tallygate.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.EmbeddedPostgresServer;
import io.tallygate.model.AccountId;
import io.tallygate.quota.contract.LedgerContract;
import io.tallygate.quota.plan.Window;
import io.tallygate.spi.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGConnectionPoolDataSource;

class JdbcLedgerPostgresTest extends LedgerContract<JdbcLedger> {
    private static final DataSource DATABASE = prepared("ledger", 16);

    private static JdbcConnectionPool prepared(String name, int connectionsAtMost) {
        JdbcLedger.schema().apply(EmbeddedPostgresServer.shared().emptyDatabase(name));
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setPortNumbers(new int[] {EmbeddedPostgresServer.shared().port()});
        connections.setDatabaseName(name);
        connections.setUser("postgres");
        JdbcConnectionPool pool = JdbcConnectionPool.create(connections);
        pool.setMaxConnections(connectionsAtMost);
        return pool;
    }

    @Override
    protected JdbcLedger empty(TimeSource time) {
        clear(DATABASE);
        return JdbcLedger.on(DATABASE).clock(time);
    }

    private static void clear(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DELETE FROM tallygate_usage; DELETE FROM tallygate_head; DELETE FROM tallygate_word;
                    DELETE FROM tallygate_quarantine; DELETE FROM tallygate_life; DELETE FROM tallygate_edge;
                    UPDATE tallygate_ledger SET recovery = 0, recovering = FALSE, confirmed = FALSE, horizon = 0;
                    UPDATE tallygate_partition SET owned = TRUE""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void updatesCountersWithoutTouchingAnIndex() throws SQLException {
        JdbcConnectionPool database = prepared("ledger_hot", 1);
        JdbcLedger ledger = JdbcLedger.on(database);
        Life life = new Life(new EdgeId("a".repeat(32)), "eu-1", 9);
        ledger.register(life);
        Window window = new Window(Instant.EPOCH, Instant.ofEpochSecond(3_600));
        AccountId account = new AccountId("acme");
        Mark head = Mark.NONE;
        for (int round = 1; round <= 20; round++) {
            Mark mark = new Mark(round, round);
            List<CounterValue> values = new ArrayList<>();
            for (int counter = 0; counter < 200; counter++) {
                CounterKey key = new CounterKey(account, "requests", window, "starter", counter + 1, false);
                values.add(new CounterValue(counter, key, round, 0));
            }
            ledger.flush(new Flush(life, List.of(new Batch(Partitions.of(account), mark, head, null, values))));
            head = mark;
        }
        Updates updates = usageUpdates(database);
        database.dispose();
        assertThat(updates.all()).isEqualTo(19 * 200);
        assertThat(updates.hot()).isGreaterThan(updates.all() * 9 / 10);
    }

    private record Updates(long all, long hot) {}

    /** Counted by the session that wrote, which is the only one of its pool: others learn of it later. */
    private static Updates usageUpdates(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet row = statement.executeQuery("SELECT sum(n_tup_upd), sum(n_tup_hot_upd)"
                    + " FROM pg_stat_user_tables WHERE relname LIKE 'tallygate_usage_%'")) {
                assertThat(row.next()).isTrue();
                return new Updates(row.getLong(1), row.getLong(2));
            }
        }
    }

    @Test
    void keepsTimeByTheDatabasesClock() {
        empty(TimeSource.system());
        JdbcLedger ledger = JdbcLedger.on(DATABASE);
        ledger.register(new Life(new EdgeId("b".repeat(32)), "eu-1", 10));
        Instant seen = ledger.health().edges().get(0).lastSeen();
        assertThat(seen).isBetween(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));
    }

    @Test
    void namesTheRemedyWhenTheTablesAreMissing() {
        JdbcLedger ledger = JdbcLedger.on(EmbeddedPostgresServer.shared().emptyDatabase("ledger_bare"));
        assertThatThrownBy(ledger::health)
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("JdbcLedger.schema()");
    }
}
