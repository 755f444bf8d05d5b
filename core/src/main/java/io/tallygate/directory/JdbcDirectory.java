package io.tallygate.directory;

import io.tallygate.jdbc.Schema;
import io.tallygate.jdbc.SqlFailure;
import io.tallygate.jdbc.Transactions;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.StaleVersionException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory in a SQL database: PostgreSQL, or H2 for small things. The tables are created by {@link #schema()} on
 * request, never by themselves. Each look-up is one statement and one round trip. Immutable and thread-safe; bring a
 * pool.
 *
 * <p>Any failure of the database becomes {@link DirectoryUnavailableException}. A row that cannot be understood is an
 * {@link UnreadableRowException}, except in {@link #findAll}, which leaves it out: one bad row must not keep all
 * sessions from being re-read.
 */
public final class JdbcDirectory implements DirectoryAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDirectory.class);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final String SELECT = """
            select c.id, c.kind, c.account, c.subject, c.disabled, c.version, c.secrets, c.entitlement, a.plan
            from tallygate_credential c left join tallygate_account a on a.account = c.account
            where\s""";
    private static final String INSERT = """
            insert into tallygate_credential (kind, account, subject, disabled, secrets, entitlement, id, version)
            values (?, ?, ?, ?, ?, ?, ?, 1)""";
    private static final String UPDATE = """
            update tallygate_credential
            set kind = ?, account = ?, subject = ?, disabled = ?, secrets = ?, entitlement = ?, version = version + 1
            where id = ? and version = ?""";

    private final DataSource dataSource;
    private final Transactions transactions;

    private JdbcDirectory(DataSource dataSource, Duration timeout) {
        this.dataSource = dataSource;
        this.transactions = Transactions.on(dataSource, timeout);
    }

    /** In the database behind that source. Asks nothing yet. */
    public static JdbcDirectory on(DataSource dataSource) {
        return new JdbcDirectory(dataSource, DEFAULT_TIMEOUT);
    }

    /** The same with another limit for one statement, in [1s, 10m]; 5 s unless said otherwise. See {@link Transactions#on}. */
    public JdbcDirectory timeout(Duration timeout) {
        return new JdbcDirectory(dataSource, timeout);
    }

    /** The directory's tables. */
    public static Schema schema() {
        return Schema.of(
                List.of("V2026_11_21_1__tallygate_directory.sql"),
                path -> JdbcDirectory.class.getResourceAsStream("schema/" + path));
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return asking(() -> transactions.single(statements -> {
            try (PreparedStatement select = statements.prepare(SELECT + "c.id = ?")) {
                select.setString(1, id.value());
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(record(rows)) : Optional.empty();
                }
            }
        }));
    }

    @Override
    public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Object[] values = ids.stream().map(CredentialId::value).toArray();
        return asking(() -> transactions.single(statements -> {
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
        }));
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return asking(() -> transactions.single(statements -> Optional.ofNullable(plan(statements, account))));
    }

    @Override
    public CredentialRecord insert(CredentialRecord record) {
        Inserted.requireNew(record);
        String secrets = CredentialRow.secretsOf(record);
        String entitlement = CredentialRow.entitlementOf(record);
        return asking(() -> {
            try {
                return transactions.run(statements -> {
                    try (PreparedStatement insert = statements.prepare(INSERT)) {
                        bind(insert, record, secrets, entitlement);
                        insert.executeUpdate();
                    }
                    return stored(statements, record.withVersion(1));
                });
            } catch (SQLException failed) {
                if (SqlFailure.of(failed) == SqlFailure.DUPLICATE) {
                    throw Inserted.exists(record.id());
                }
                throw failed;
            }
        });
    }

    @Override
    public CredentialRecord update(CredentialRecord record) {
        String secrets = CredentialRow.secretsOf(record);
        String entitlement = CredentialRow.entitlementOf(record);
        return asking(() -> transactions.run(statements -> {
            try (PreparedStatement update = statements.prepare(UPDATE)) {
                bind(update, record, secrets, entitlement);
                update.setLong(8, record.version());
                requireOne(update.executeUpdate(), record.id(), record.version());
            }
            return stored(statements, record.withVersion(record.version() + 1));
        }));
    }

    @Override
    public void delete(CredentialId id, long version) {
        int deleted = asking(() -> transactions.single(statements -> {
            try (PreparedStatement delete =
                    statements.prepare("delete from tallygate_credential where id = ? and version = ?")) {
                delete.setString(1, id.value());
                delete.setLong(2, version);
                return delete.executeUpdate();
            }
        }));
        requireOne(deleted, id, version);
    }

    @Override
    public List<CredentialRecord> list(AccountId account) {
        return asking(() -> transactions.single(statements -> {
            try (PreparedStatement select = statements.prepare(SELECT + "c.account = ?")) {
                select.setString(1, account.value());
                List<CredentialRecord> records = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        records.add(record(rows));
                    }
                }
                // here and not in SQL, where the order would be that of the database's language
                records.sort(Comparator.comparing(record -> record.id().value()));
                return List.copyOf(records);
            }
        }));
    }

    @Override
    public void assign(AccountId account, String plan) {
        PlanName.require(plan);
        asking(() -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    return transactions.run(statements -> assign(statements, account, plan));
                } catch (SQLException failed) {
                    // somebody else has inserted the account meanwhile: now there is a row to update
                    if (attempt == ATTEMPTS || SqlFailure.of(failed) != SqlFailure.DUPLICATE) {
                        throw failed;
                    }
                }
            }
        });
    }

    private static boolean assign(Transactions.Statements statements, AccountId account, String plan)
            throws SQLException {
        return setPlan(statements, "update tallygate_account set plan = ? where account = ?", account, plan)
                || setPlan(statements, "insert into tallygate_account (plan, account) values (?, ?)", account, plan);
    }

    private static boolean setPlan(Transactions.Statements statements, String sql, AccountId account, String plan)
            throws SQLException {
        try (PreparedStatement statement = statements.prepare(sql)) {
            statement.setString(1, plan);
            statement.setString(2, account.value());
            return statement.executeUpdate() == 1;
        }
    }

    private static void bind(PreparedStatement statement, CredentialRecord record, String secrets, String entitlement)
            throws SQLException {
        statement.setString(1, record.kind());
        statement.setString(2, record.entitlement().account().value());
        statement.setString(3, record.entitlement().subject());
        statement.setBoolean(4, record.disabled());
        statement.setString(5, secrets);
        statement.setString(6, entitlement);
        statement.setString(7, record.id().value());
    }

    private static void requireOne(int rows, CredentialId id, long version) {
        if (rows != 1) {
            throw new StaleVersionException(id, version);
        }
    }

    private static CredentialRecord stored(Transactions.Statements statements, CredentialRecord record)
            throws SQLException {
        String plan = plan(statements, record.entitlement().account());
        return record.withEntitlement(record.entitlement().withPlan(plan));
    }

    private static @Nullable String plan(Transactions.Statements statements, AccountId account) throws SQLException {
        try (PreparedStatement select = statements.prepare("select plan from tallygate_account where account = ?")) {
            select.setString(1, account.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
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

    private static <T> T asking(Asking<T> call) {
        try {
            return call.ask();
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    private static DirectoryUnavailableException unavailable(SQLException failed) {
        String message = SqlFailure.of(failed) == SqlFailure.NO_TABLE
                ? "the directory's tables are missing; create them with JdbcDirectory.schema().apply(dataSource), or"
                        + " with the statements that JdbcDirectory.schema().print(dialect) gives"
                : "the directory's database failed, SQLState " + failed.getSQLState();
        return SqlFailure.mayQuoteValues(failed)
                ? new DirectoryUnavailableException(message)
                : new DirectoryUnavailableException(message, failed);
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws SQLException;
    }
}
