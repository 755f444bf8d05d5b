package io.tallygate.examples.crash;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.JdbcLedger;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.plan.Plan;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;

/** The centre: an H2 database in the parent's memory, which victims reach over the loopback. */
final class Database implements AutoCloseable {
    static final Plan PLAN = Plan.named("crash");

    private static final String NAME = "mem:crash;DB_CLOSE_DELAY=-1";

    private final Server server;

    private Database(Server server) {
        this.server = server;
    }

    static Database start() {
        try {
            Database database = new Database(
                    Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start());
            JdbcLedger.schema().apply(source(database.url()));
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot start the database", e);
        }
    }

    String url() {
        return "jdbc:h2:tcp://localhost:" + server.getPort() + "/" + NAME;
    }

    static Ledger ledger(String url) {
        return JdbcLedger.on(source(url));
    }

    private static DataSource source(String url) {
        return JdbcConnectionPool.create(url, "sa", "");
    }

    static AccountId account(int number) {
        return new AccountId("account-" + number);
    }

    @Override
    public void close() {
        server.stop();
    }
}
