package io.tallygate.quota.ledger;

import io.tallygate.contract.EmbeddedPostgresServer;
import io.tallygate.quota.contract.LedgerContract;
import io.tallygate.spi.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

class JdbcLedgerPostgresTest extends LedgerContract<JdbcLedger> {
    private static final DataSource DATABASE = prepared();

    private static DataSource prepared() {
        JdbcLedger.schema().apply(EmbeddedPostgresServer.shared().emptyDatabase("ledger"));
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setPortNumbers(new int[] {EmbeddedPostgresServer.shared().port()});
        connections.setDatabaseName("ledger");
        connections.setUser("postgres");
        JdbcConnectionPool pool = JdbcConnectionPool.create(connections);
        pool.setMaxConnections(16);
        return pool;
    }

    @Override
    protected JdbcLedger empty(TimeSource time) {
        clear(DATABASE);
        return JdbcLedger.on(DATABASE).clock(time);
    }

    static void clear(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE tallygate_usage, tallygate_head, tallygate_word, tallygate_quarantine,"
                    + " tallygate_life, tallygate_edge");
            statement.execute(
                    "UPDATE tallygate_ledger SET recovery = 0, recovering = FALSE, confirmed = FALSE, horizon = 0");
            statement.execute("UPDATE tallygate_partition SET owned = TRUE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
