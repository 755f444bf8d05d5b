package io.tallygate.examples.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** The {@link Server}, seen from a benchmark's process. */
final class Database {
    private Database() {}

    static PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(System.getProperty(Server.PROPERTY));
        source.setReWriteBatchedInserts(true);
        return source;
    }

    /** A connection to a server that loses nothing. */
    static Connection connect() throws SQLException {
        Connection connection = source().getConnection();
        Check.that("on".equals(setting(connection, "fsync")) && "on".equals(setting(connection, "synchronous_commit")));
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
