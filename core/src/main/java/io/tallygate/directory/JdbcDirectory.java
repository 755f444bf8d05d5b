package io.tallygate.directory;

import io.tallygate.jdbc.Schema;
import io.tallygate.jdbc.SqlFailure;
import io.tallygate.jdbc.Transactions;
import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.ChangeSignal;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A directory in a SQL database: PostgreSQL, or H2 for small things. The tables are created by {@link #schema()} on
 * request, never by themselves. Each look-up is one statement and one round trip. Settings are immutable; thread-safe;
 * bring a pool.
 *
 * <p>Changes commit one by one, in the order of their log: each holds one row of it from its last statement until it has
 * committed. Look-ups wait for none. In PostgreSQL each also notifies who listens by {@link PostgresNews}.
 *
 * <p>Any failure of the database becomes {@link DirectoryUnavailableException}. A row that cannot be understood is an
 * {@link UnreadableRowException}, except in {@link #findAll}, which leaves it out: one bad row must not keep all
 * sessions from being re-read.
 */
public final class JdbcDirectory implements DirectoryAdmin {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;

    private final Databases databases;
    private final Audit audit;
    private final AuditEvents events;
    private final RandomGenerator random;
    private final ChangeSignal signal;
    private final Transactions transactions;
    private final @Nullable Replica replica;

    private JdbcDirectory(
            Databases databases, Audit audit, AuditEvents events, RandomGenerator random, ChangeSignal signal) {
        this.databases = databases;
        this.audit = audit;
        this.events = events;
        this.random = random;
        this.signal = signal;
        this.transactions = databases.transactions();
        this.replica = databases.replica(audit.time());
    }

    /** In the database behind that source. Asks nothing yet. */
    public static JdbcDirectory on(DataSource dataSource) {
        return new JdbcDirectory(
                new Databases(dataSource, null, DEFAULT_TIMEOUT, new GivenOut()),
                Audit.of(TimeSource.system()),
                AuditEvents.toHost(),
                Environment.systemRandomness(),
                (background, news) -> () -> {});
    }

    /** The same with another limit for one statement, in [1s, 10m]; 5 s unless said otherwise. See {@link Transactions#on}. */
    public JdbcDirectory timeout(Duration other) {
        return new JdbcDirectory(databases.timeout(other), audit, events, random, signal);
    }

    /** The same that dates changes, and ends revocations, by another clock. */
    public JdbcDirectory time(TimeSource other) {
        return new JdbcDirectory(databases, audit.by(other), events, random, signal);
    }

    /** The same that tags changes by another source of chance, which must be unpredictable outside of tests. */
    public JdbcDirectory random(RandomGenerator other) {
        return new JdbcDirectory(databases, audit, events, Objects.requireNonNull(other), signal);
    }

    /**
     * The same for readers who are told of news by that signal, such as {@link PostgresNews}; without one they are never
     * told, and find it when they ask.
     */
    public JdbcDirectory push(ChangeSignal other) {
        return new JdbcDirectory(databases, audit, events, random, Objects.requireNonNull(other));
    }

    /**
     * The same that looks records and plans up in another database, a replica of the first, while the first is slow or
     * away; whether it is back is tried by one look-up every five seconds, and seen whenever the log of changes is read.
     * The log is read from the first only, and the replica's answers are given out only if it has all changes that were
     * read from there: so nothing comes back to life that a reader has seen end. Otherwise the directory is unavailable.
     */
    public JdbcDirectory replica(DataSource standby) {
        return new JdbcDirectory(databases.copy(Objects.requireNonNull(standby)), audit, events, random, signal);
    }

    /** How this object's look-ups stand with the two databases; empty without a replica. */
    public Optional<ReplicaStatus> replicaStatus() {
        return replica == null ? Optional.empty() : Optional.of(replica.status());
    }

    @Override
    public JdbcDirectory by(String actor) {
        return new JdbcDirectory(databases, audit.by(actor), events, random, signal);
    }

    /** The same that tells another log. */
    JdbcDirectory events(AuditEvents other) {
        return new JdbcDirectory(databases, audit, other, random, signal);
    }

    /** The directory's tables. */
    public static Schema schema() {
        return Schema.of(
                List.of("V2026_11_21_1__tallygate_directory.sql"),
                path -> JdbcDirectory.class.getResourceAsStream("schema/" + path));
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return lookUp(statements -> CredentialTable.find(statements, id));
    }

    @Override
    public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        return ids.isEmpty() ? Map.of() : lookUp(statements -> CredentialTable.findAll(statements, ids));
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return lookUp(statements -> Optional.ofNullable(PlanTable.find(statements, account)));
    }

    private <T> T lookUp(Transactions.Work<T> work) {
        Supplier<T> primary = () -> Asking.centre(() -> transactions.single(work));
        return replica == null ? primary.get() : replica.answer(primary, work);
    }

    @Override
    public List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit) {
        PageLimit.require(limit);
        return Asking.centre(
                () -> transactions.single(statements -> CredentialTable.list(statements, account, after, limit)));
    }

    @Override
    public List<AuditEntry> history(CredentialId id, int limit) {
        PageLimit.require(limit);
        return Asking.centre(() -> transactions.single(statements -> AuditTable.newest(statements, id, limit)));
    }

    @Override
    public CredentialRecord insert(CredentialRecord record) {
        Inserted.requireNew(record);
        CredentialRecord first = record.withVersion(1);
        CredentialRow row = CredentialRow.of(first);
        AuditEntry entry = audit.added(first);
        return making(statements -> {
            CredentialTable.insert(statements, row, first.id());
            CredentialRecord stored = withPlan(statements, first);
            return write(statements, stored, new Change.Added(first.id()), entry);
        });
    }

    @Override
    public CredentialRecord update(CredentialRecord record) {
        CredentialRecord next = record.withVersion(record.version() + 1);
        CredentialRow row = CredentialRow.of(next);
        return making(statements -> {
            AuditEntry entry = audit.updated(CredentialTable.at(statements, record.id(), record.version()), next);
            CredentialTable.update(statements, row, record.id(), record.version());
            CredentialRecord stored = withPlan(statements, next);
            return write(statements, stored, new Change.Updated(next.id(), next.version()), entry);
        });
    }

    @Override
    public void delete(CredentialId id, long version) {
        making(statements -> {
            CredentialRecord present = CredentialTable.at(statements, id, version);
            CredentialTable.delete(statements, id, version);
            return write(statements, present, new Change.Removed(id), audit.removed(present));
        });
    }

    @Override
    public void assign(AccountId account, String plan) {
        PlanName.require(plan);
        making(statements -> {
            String before = PlanTable.lock(statements, account);
            PlanTable.put(statements, account, plan, before);
            AuditEntry entry = audit.assigned(account, before, plan);
            return write(statements, plan, new Change.Assigned(account, plan), entry);
        });
    }

    @Override
    public void revoke(Revocation what, @Nullable Instant until) {
        Change.Revoked revoked = new Change.Revoked(what, until);
        making(statements -> {
            Change.Revoked stood = RevocationTable.lock(statements, what);
            RevocationTable.put(statements, revoked, stood);
            return write(statements, revoked, revoked, audit.revoked(stood, revoked));
        });
    }

    @Override
    public void reinstate(Revocation what) {
        making(statements -> {
            Change.Revoked stood = RevocationTable.lock(statements, what);
            return stood != null && RevocationTable.remove(statements, what)
                    ? write(statements, true, new Change.Reinstated(what), audit.reinstated(stood))
                    : new Made<>(false, null);
        });
    }

    @Override
    public void recordUses(Collection<CredentialUse> uses) {
        if (!uses.isEmpty()) {
            Asking.centre(() -> repeating(statements -> {
                UseTable.add(statements, uses);
                return uses;
            }));
        }
    }

    @Override
    public Optional<CredentialUse> use(CredentialId id) {
        return Asking.centre(() -> transactions.single(statements -> UseTable.find(statements, id)));
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(new JdbcFeed(transactions, replica, databases.given(), audit::now, signal));
    }

    /**
     * Cuts the log of changes, which otherwise grows for ever, and sweeps revocations that have ended: an edge that has
     * not asked for longer than what is kept begins anew when it asks again. To be done by a janitor, say daily. Audit
     * entries stay. May be called by several processes at once, and again after a failure.
     *
     * @param keep no change younger than that is cut, by the clocks of the processes that made them
     * @return how many changes were cut
     * @throws DirectoryUnavailableException when the centre cannot be asked; some may have been cut
     */
    public long trim(Duration keep) {
        if (keep.isNegative()) {
            throw new IllegalArgumentException("what is kept must not be negative, was " + keep);
        }
        Instant since = audit.now().minus(keep);
        return Asking.centre(() -> {
            transactions.single(statements -> RevocationTable.sweep(statements, since));
            long all = 0;
            for (int cut = 1; cut > 0; all += cut) {
                cut = transactions.run(statements -> ChangeTable.cut(statements, since));
            }
            return all;
        });
    }

    /** Makes a change, and tells of it when it is committed. */
    private <T> T making(Transactions.Work<Made<T>> change) {
        Made<T> made = Asking.centre(() -> repeating(change));
        if (made.entry() != null) {
            events.tell(made.entry());
        }
        return made.answer();
    }

    /** What somebody else has inserted meanwhile is there to be updated next time. */
    private <T> T repeating(Transactions.Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.run(work);
            } catch (SQLException failed) {
                if (attempt == ATTEMPTS || SqlFailure.of(failed) != SqlFailure.DUPLICATE) {
                    throw failed;
                }
            }
        }
    }

    private <T> Made<T> write(Statements statements, T answer, Change change, AuditEntry entry) throws SQLException {
        AuditTable.insert(statements, entry);
        ChangeTable.append(statements, change, random.nextLong(), entry.at());
        return new Made<>(answer, entry);
    }

    private static CredentialRecord withPlan(Statements statements, CredentialRecord record) throws SQLException {
        String plan = PlanTable.find(statements, record.entitlement().account());
        return record.withEntitlement(record.entitlement().withPlan(plan));
    }

    /**
     * What a transaction has done.
     *
     * @param answer for who asked for it
     * @param entry what there is to tell when it is committed; null when nothing was changed
     */
    private record Made<T>(T answer, @Nullable AuditEntry entry) {}
}
