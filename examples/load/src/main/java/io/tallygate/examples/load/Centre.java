package io.tallygate.examples.load;

import com.zaxxer.hikari.HikariDataSource;
import io.tallygate.directory.JdbcDirectory;
import io.tallygate.directory.PostgresNews;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server that comes with the build and is set up to lose nothing, with a directory in it. Who listens for
 * news does so in a role of its own, which the server can shut out.
 */
final class Centre implements AutoCloseable {
    private static final String LISTENER = "listener";

    private final EmbeddedPostgres server;
    private final DataSource operator;
    private final List<HikariDataSource> pools = new ArrayList<>();

    private Centre(EmbeddedPostgres server) {
        this.server = server;
        this.operator = server.getPostgresDatabase();
    }

    static Centre start() throws IOException, SQLException {
        Centre centre = new Centre(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start());
        JdbcDirectory.schema().apply(centre.operator);
        centre.execute("create role " + LISTENER + " login");
        return centre;
    }

    /** The directory over connections of its own, as each process has it. */
    JdbcDirectory directory() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(operator);
        pool.setMaximumPoolSize(4);
        pools.add(pool);
        return JdbcDirectory.on(pool);
    }

    /** The same that tells of news. */
    JdbcDirectory directoryWithNews() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.getJdbcUrl(LISTENER, "postgres"));
        return directory().push(PostgresNews.on(source));
    }

    /** Ends the connections of all who listen, and lets them make no other. */
    void shutOutListeners() throws SQLException {
        execute("alter role " + LISTENER + " connection limit 0");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + LISTENER + "'");
    }

    void admitListeners() throws SQLException {
        execute("alter role " + LISTENER + " connection limit -1");
    }

    /** How many listen. */
    int listeners() throws SQLException {
        try (Connection connection = operator.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_stat_activity where usename = '" + LISTENER + "'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = operator.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        pools.forEach(HikariDataSource::close);
        server.close();
    }
}
