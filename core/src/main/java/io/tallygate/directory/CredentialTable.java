package io.tallygate.directory;

import io.tallygate.jdbc.SqlFailure;
import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.spi.StaleVersionException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of records, each of which is read with its account's plan. */
final class CredentialTable {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDirectory.class);
    private static final String SELECT = """
            select c.id, c.kind, c.label, c.account, c.subject, c.disabled, c.version, c.secrets, c.entitlement, a.plan
            from tallygate_credential c left join tallygate_account a on a.account = c.account
            where\s""";
    private static final String INSERT = """
            insert into tallygate_credential (kind, label, account, subject, disabled, secrets, entitlement, id, version)
            values (?, ?, ?, ?, ?, ?, ?, ?, 1)""";
    private static final String UPDATE = """
            update tallygate_credential
            set kind = ?, label = ?, account = ?, subject = ?, disabled = ?, secrets = ?, entitlement = ?,
              version = version + 1
            where id = ? and version = ?""";

    private CredentialTable() {}

    static Optional<CredentialRecord> find(Statements statements, CredentialId id) throws SQLException {
        try (PreparedStatement select = statements.prepare(SELECT + "c.id = ?")) {
            select.setString(1, id.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(record(rows)) : Optional.empty();
            }
        }
    }

    /** The record before its change. The change itself is made only if that is still so. */
    static CredentialRecord at(Statements statements, CredentialId id, long version) throws SQLException {
        return find(statements, id)
                .filter(present -> present.version() == version)
                .orElseThrow(() -> new StaleVersionException(id, version));
    }

    /** Those that exist, but for rows that cannot be understood. */
    static Map<CredentialId, CredentialRecord> findAll(Statements statements, Collection<CredentialId> ids)
            throws SQLException {
        Object[] values = ids.stream().map(CredentialId::value).toArray();
        try (PreparedStatement select = statements.prepare(SELECT + "c.id = any (?)")) {
            select.setArray(1, statements.connection().createArrayOf("varchar", values));
            Map<CredentialId, CredentialRecord> found = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    readable(rows).ifPresent(record -> found.put(record.id(), record));
                }
            }
            return found;
        }
    }

    /** A page of an account's records, in order of id. */
    static List<CredentialRecord> list(
            Statements statements, AccountId account, @Nullable CredentialId after, int limit) throws SQLException {
        try (PreparedStatement select =
                statements.prepare(SELECT + "c.account = ? and c.id > ? order by c.id limit ?")) {
            select.setString(1, account.value());
            select.setString(2, after == null ? "" : after.value());
            select.setInt(3, limit);
            List<CredentialRecord> records = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    records.add(record(rows));
                }
            }
            return List.copyOf(records);
        }
    }

    /** A page of all names, in order. */
    static List<CredentialId> names(Statements statements, @Nullable CredentialId after, int limit)
            throws SQLException {
        try (PreparedStatement select =
                statements.prepare("select id from tallygate_credential where id > ? order by id limit ?")) {
            select.setString(1, after == null ? "" : after.value());
            select.setInt(2, limit);
            List<CredentialId> ids = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(CredentialRow.id(rows.getString(1)));
                }
            }
            return List.copyOf(ids);
        }
    }

    /** @throws IllegalStateException when the id exists */
    static void insert(Statements statements, CredentialRow row, CredentialId id) throws SQLException {
        try (PreparedStatement insert = statements.prepare(INSERT)) {
            row.bind(insert);
            insert.executeUpdate();
        } catch (SQLException failed) {
            if (SqlFailure.of(failed) == SqlFailure.DUPLICATE) {
                throw Inserted.exists(id);
            }
            throw failed;
        }
    }

    /** @throws StaleVersionException when the row is no longer at that version */
    static void update(Statements statements, CredentialRow row, CredentialId id, long version) throws SQLException {
        try (PreparedStatement update = statements.prepare(UPDATE)) {
            row.bind(update);
            update.setLong(9, version);
            requireOne(update.executeUpdate(), id, version);
        }
    }

    /** @throws StaleVersionException when the row is no longer at that version */
    static void delete(Statements statements, CredentialId id, long version) throws SQLException {
        try (PreparedStatement delete =
                statements.prepare("delete from tallygate_credential where id = ? and version = ?")) {
            delete.setString(1, id.value());
            delete.setLong(2, version);
            requireOne(delete.executeUpdate(), id, version);
        }
    }

    private static void requireOne(int rows, CredentialId id, long version) {
        if (rows != 1) {
            throw new StaleVersionException(id, version);
        }
    }

    private static CredentialRecord record(ResultSet row) throws SQLException {
        CredentialRecord record = new CredentialRow(row).record();
        return record.withEntitlement(record.entitlement().withPlan(row.getString("plan")));
    }

    private static Optional<CredentialRecord> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(record(row));
        } catch (UnreadableRowException unreadable) {
            LOG.warn("left out of a look-up: {}", unreadable.getMessage());
            return Optional.empty();
        }
    }
}
