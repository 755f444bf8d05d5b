package io.tallygate.directory;

import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.AccountId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The table of accounts that are on a plan. */
final class PlanTable {
    private static final String SELECT = "select plan from tallygate_account where account = ?";

    private PlanTable() {}

    /** The account's plan; null when it has none. */
    static @Nullable String find(Statements statements, AccountId account) throws SQLException {
        return find(statements, SELECT, account);
    }

    /** The same, which nobody else changes until the transaction ends. */
    static @Nullable String lock(Statements statements, AccountId account) throws SQLException {
        return find(statements, SELECT + " for update", account);
    }

    private static @Nullable String find(Statements statements, String sql, AccountId account) throws SQLException {
        try (PreparedStatement select = statements.prepare(sql)) {
            select.setString(1, account.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /**
     * Puts it in the place of the one that was locked, or adds it when there was none.
     *
     * @throws SQLException a duplicate when somebody else has added one meanwhile
     */
    static void put(Statements statements, AccountId account, String plan, @Nullable String locked)
            throws SQLException {
        String sql = locked == null
                ? "insert into tallygate_account (plan, account) values (?, ?)"
                : "update tallygate_account set plan = ? where account = ?";
        try (PreparedStatement statement = statements.prepare(sql)) {
            statement.setString(1, plan);
            statement.setString(2, account.value());
            statement.executeUpdate();
        }
    }
}
