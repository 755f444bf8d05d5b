package io.tallygate.directory;

import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of what was changed, when and by whom. Rows are only ever added to it. */
final class AuditTable {
    private static final String NAME = "tallygate_audit";

    private AuditTable() {}

    static void insert(Statements statements, AuditEntry entry) throws SQLException {
        try (PreparedStatement insert = statements.prepare("""
                insert into tallygate_audit (made_at, actor, action, what, state_before, state_after)
                values (?, ?, ?, ?, ?, ?)""")) {
            insert.setLong(1, entry.at().toEpochMilli());
            insert.setString(2, entry.actor());
            insert.setString(3, entry.action().name());
            insert.setString(4, entry.what());
            insert.setString(5, entry.from());
            insert.setString(6, entry.to());
            insert.executeUpdate();
        }
    }

    /** The newest entries of a credential, newest first. */
    static List<AuditEntry> newest(Statements statements, CredentialId id, int limit) throws SQLException {
        try (PreparedStatement select = statements.prepare("""
                select number, made_at, actor, action, what, state_before, state_after
                from tallygate_audit where what = ? order by number desc limit ?""")) {
            select.setString(1, Audit.of(id));
            select.setInt(2, limit);
            List<AuditEntry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(read(rows));
                }
            }
            return List.copyOf(entries);
        }
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        long number = row.getLong("number");
        long at = row.getLong("made_at");
        String[] texts = new String[5];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = row.getString(3 + i);
        }
        try {
            return new AuditEntry(
                    Instant.ofEpochMilli(at),
                    texts[0],
                    AuditEntry.Action.valueOf(texts[1]),
                    texts[2],
                    texts[3],
                    texts[4]);
        } catch (RuntimeException unreadable) {
            throw new UnreadableRowException(NAME, Long.toString(number));
        }
    }
}
