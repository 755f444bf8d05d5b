package io.tallygate.quota.ledger;

import io.tallygate.jdbc.Transactions;
import io.tallygate.spi.TimeSource;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction on the ledger's tables. Used by one thread. */
final class LedgerSession {
    private final Transactions.Statements statements;
    private final LedgerSql sql;
    private final @Nullable TimeSource time;

    LedgerSession(Transactions.Statements statements, @Nullable TimeSource time) {
        this.statements = statements;
        this.sql = LedgerSql.of(statements.dialect());
        this.time = time;
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    LedgerSql sql() {
        return sql;
    }

    /** The ledger's time in milliseconds, as an expression: the database's unless another clock was given. */
    String now() {
        return time == null ? sql.nowMillis : "CAST(" + time.epochMillis() + " AS BIGINT)";
    }

    int update(String text, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = statements.prepare(text)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Runs the statement once for each row of parameters, all of them sent together. */
    void batch(String text, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = statements.prepare(text)) {
            for (Object[] row : rows) {
                set(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    <T> List<T> list(String text, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = statements.prepare(text)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        }
    }

    /** The first row, or null when there is none. */
    <T> @Nullable T first(String text, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        List<T> list = list(text, reader, parameters);
        return list.isEmpty() ? null : list.get(0);
    }

    /** A row that the schema has put there. */
    <T> T one(String text, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        T row = first(text, reader, parameters);
        if (row == null) {
            throw new SQLException("a row that the schema inserts is gone", "02000");
        }
        return row;
    }

    Array array(String type, Object[] elements) throws SQLException {
        return statements.connection().createArrayOf(type, elements);
    }

    private static void set(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
