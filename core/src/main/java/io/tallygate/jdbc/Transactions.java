package io.tallygate.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Runs work on a database in transactions of its own. What is rolled back because of others ({@link
 * SqlFailure#REPEATABLE}) is repeated from the start, at most {@value #ATTEMPTS} times in all and without pauses: the
 * database has made it wait already. Nothing else is repeated. Connections go back as they came. Immutable and
 * thread-safe.
 */
public final class Transactions {
    private static final int ATTEMPTS = 5;

    private final DataSource dataSource;
    private final Duration timeout;

    private Transactions(DataSource dataSource, Duration timeout) {
        this.dataSource = dataSource;
        this.timeout = timeout;
    }

    /**
     * On connections of that source.
     *
     * @param timeout how long one statement may take, in [1s, 10m], in whole seconds. PostgreSQL is asked to cancel it
     *     then; H2 can limit a connection but no statement, so there only its own lock time-out holds
     */
    public static Transactions on(DataSource dataSource, Duration timeout) {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("statement timeout must be in [1s, 10m], was " + timeout);
        }
        return new Transactions(dataSource, timeout);
    }

    /** Runs the work in one transaction, which is committed when it returns and rolled back when it throws. */
    public <T> T run(Work<T> work) throws SQLException {
        return repeating(
                connection -> {
                    T result = work.run(new Statements(connection));
                    connection.commit();
                    return result;
                },
                false);
    }

    /** Runs work of one statement, which is its own transaction: that saves a round trip for each look-up. */
    public <T> T single(Work<T> work) throws SQLException {
        return repeating(connection -> work.run(new Statements(connection)), true);
    }

    private <T> T repeating(OnConnection<T> work, boolean autoCommit) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return with(connection, autoCommit, work);
            } catch (SQLException failed) {
                if (attempt == ATTEMPTS || SqlFailure.of(failed) != SqlFailure.REPEATABLE) {
                    throw failed;
                }
            }
        }
    }

    private static <T> T with(Connection connection, boolean autoCommit, OnConnection<T> work) throws SQLException {
        boolean before = connection.getAutoCommit();
        autoCommit(connection, autoCommit);
        boolean done = false;
        try {
            T result = work.run(connection);
            done = true;
            return result;
        } finally {
            restore(connection, before, !done && !autoCommit);
        }
    }

    /** Must not hide what has happened before: a connection that cannot be restored is broken, and its pool sees that. */
    private static void restore(Connection connection, boolean autoCommit, boolean rollBack) {
        try {
            if (rollBack) {
                connection.rollback();
            }
            autoCommit(connection, autoCommit);
        } catch (SQLException broken) {
            // the caller closes it, and what made it break is on its way to him
        }
    }

    /** Changed only where it differs: some drivers ask the server each time. */
    private static void autoCommit(Connection connection, boolean wanted) throws SQLException {
        if (connection.getAutoCommit() != wanted) {
            connection.setAutoCommit(wanted);
        }
    }

    /**
     * What is done in one transaction. May be run several times, so it changes nothing but the database.
     *
     * @param <T> what it finds out
     */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run(Statements statements) throws SQLException;
    }

    @FunctionalInterface
    private interface OnConnection<T> {
        T run(Connection connection) throws SQLException;
    }

    /** The statements of one transaction. Used by one thread, until the work returns. */
    public final class Statements {
        private final Connection connection;
        private final Dialect dialect;

        private Statements(Connection connection) throws SQLException {
            this.connection = connection;
            this.dialect = Dialect.of(connection);
        }

        /** What the database speaks. */
        public Dialect dialect() {
            return dialect;
        }

        /** For what {@link #prepare} does not offer; without the time limit. */
        public Connection connection() {
            return connection;
        }

        /** Prepares a statement under the time limit. The caller closes it. */
        public PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            if (dialect == Dialect.POSTGRESQL) {
                statement.setQueryTimeout((int) timeout.toSeconds());
            }
            return statement;
        }
    }
}
