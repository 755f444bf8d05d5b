package io.tallygate.directory;

import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.Change;
import io.tallygate.model.Revocation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The table of revocations that stand. */
final class RevocationTable {
    static final String NAME = "tallygate_revocation";

    private RevocationTable() {}

    /** The one of exactly that, which nobody else changes until the transaction ends. */
    static Change.@Nullable Revoked lock(Statements statements, Revocation what) throws SQLException {
        try (PreparedStatement select = statements.prepare(
                "select what, until_second, until_nano from tallygate_revocation where what = ? for update")) {
            select.setString(1, RevocationText.write(what));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? read(row) : null;
            }
        }
    }

    /**
     * Puts it in the place of the one that stood when it was locked, or adds it when none did.
     *
     * @throws SQLException a repeatable one when that is no longer so: H2 may give a row that was deleted while it waited
     *     for the lock. One that was inserted meanwhile is a duplicate
     */
    static void put(Statements statements, Change.Revoked revoked, Change.@Nullable Revoked stood) throws SQLException {
        String sql = stood == null
                ? "insert into tallygate_revocation (until_second, until_nano, what) values (?, ?, ?)"
                : "update tallygate_revocation set until_second = ?, until_nano = ? where what = ?";
        try (PreparedStatement statement = statements.prepare(sql)) {
            bindEnd(statement, revoked.until());
            statement.setString(3, RevocationText.write(revoked.what()));
            if (statement.executeUpdate() != 1) {
                throw new SQLTransactionRollbackException("the revocation was taken back meanwhile", "40001");
            }
        }
    }

    private static void bindEnd(PreparedStatement statement, @Nullable Instant until) throws SQLException {
        if (until == null) {
            statement.setNull(1, Types.BIGINT);
            statement.setNull(2, Types.INTEGER);
        } else {
            statement.setLong(1, until.getEpochSecond());
            statement.setInt(2, until.getNano());
        }
    }

    static boolean remove(Statements statements, Revocation what) throws SQLException {
        try (PreparedStatement delete = statements.prepare("delete from tallygate_revocation where what = ?")) {
            delete.setString(1, RevocationText.write(what));
            return delete.executeUpdate() == 1;
        }
    }

    /** Removes those that ended before an instant. */
    static int sweep(Statements statements, Instant before) throws SQLException {
        try (PreparedStatement delete = statements.prepare("delete from tallygate_revocation where until_second < ?")) {
            delete.setLong(1, before.getEpochSecond());
            return delete.executeUpdate();
        }
    }

    /**
     * What a row says.
     *
     * @throws UnreadableRowException when it cannot be understood: a revocation that is left out revokes nothing
     */
    static Change.Revoked read(ResultSet row) throws SQLException {
        String what = row.getString("what");
        long second = row.getLong("until_second");
        boolean forEver = row.wasNull();
        int nano = row.getInt("until_nano");
        try {
            Instant until = forEver ? null : Instant.ofEpochSecond(second, nano);
            return new Change.Revoked(RevocationText.read(what), until);
        } catch (RuntimeException unreadable) {
            throw new UnreadableRowException(NAME, "that is not a revocation");
        }
    }
}
