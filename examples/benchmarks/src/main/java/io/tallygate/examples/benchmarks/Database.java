package io.tallygate.examples.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** The {@link Server}, seen from a benchmark's process. */
final class Database {
    private Database() {}

    private static PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(System.getProperty(Server.PROPERTY));
        source.setReWriteBatchedInserts(true);
        return source;
    }

    /** Connections that are kept. */
    static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(source());
        pool.setMaximumPoolSize(2);
        return pool;
    }

    /** A connection to an empty database of a server that loses nothing. */
    static Connection fresh() throws SQLException {
        Connection connection = source().getConnection();
        Check.that("on".equals(setting(connection, "fsync")) && "on".equals(setting(connection, "synchronous_commit")));
        run(connection, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CHECKPOINT");
        return connection;
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
