package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.Environment;
import io.tallygate.spi.StaleVersionException;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory on the heap of one process: for tests, demonstrations, and services that load their few credentials at
 * start. It keeps every promise of {@link DirectoryAdmin} but to outlive the process, and of its log and its audit
 * entries the newest 10,000 each. Thread-safe; never unavailable; look-ups wait for nothing, changes for one another.
 */
public final class InMemoryDirectory implements DirectoryAdmin {
    /** Without plans: those are looked up on each read. */
    private final NavigableMap<CredentialId, CredentialRecord> records;

    private final ConcurrentMap<AccountId, String> plans;
    private final ConcurrentMap<CredentialId, CredentialUse> uses;
    private final MemoryFeed feed;
    private final Audit audit;
    private final AuditEvents events;

    /** An empty directory. */
    public InMemoryDirectory() {
        this(TimeSource.system());
    }

    /** An empty directory that dates its audit entries, and ends revocations, by that time. */
    public InMemoryDirectory(TimeSource time) {
        this(time, AuditEvents.toHost());
    }

    /** The same that tells another log. */
    InMemoryDirectory(TimeSource time, AuditEvents events) {
        this.records = new ConcurrentSkipListMap<>(Comparator.comparing(CredentialId::value));
        this.plans = new ConcurrentHashMap<>();
        this.uses = new ConcurrentHashMap<>();
        this.feed = new MemoryFeed(records, time, Environment.systemRandomness().nextLong());
        this.audit = Audit.of(time);
        this.events = events;
    }

    private InMemoryDirectory(InMemoryDirectory same, Audit audit) {
        this.records = same.records;
        this.plans = same.plans;
        this.uses = same.uses;
        this.feed = same.feed;
        this.audit = audit;
        this.events = same.events;
    }

    @Override
    public InMemoryDirectory by(String actor) {
        return new InMemoryDirectory(this, audit.by(actor));
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return Optional.ofNullable(records.get(id)).map(this::withPlan);
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return Optional.ofNullable(plans.get(account));
    }

    @Override
    public CredentialRecord insert(CredentialRecord record) {
        Inserted.requireNew(record);
        CredentialRecord first = record.withVersion(1);
        AuditEntry entry = audit.added(first);
        make(() -> {
            if (records.putIfAbsent(first.id(), first) != null) {
                throw Inserted.exists(first.id());
            }
            return new AuditedChange(new Change.Added(first.id()), entry);
        });
        return withPlan(first);
    }

    @Override
    public CredentialRecord update(CredentialRecord record) {
        CredentialRecord next = record.withVersion(record.version() + 1);
        make(() -> {
            AuditEntry entry = audit.updated(at(record.id(), record.version()), next);
            records.put(next.id(), next);
            return new AuditedChange(new Change.Updated(next.id(), next.version()), entry);
        });
        return withPlan(next);
    }

    @Override
    public void delete(CredentialId id, long version) {
        make(() -> {
            AuditEntry entry = audit.removed(at(id, version));
            records.remove(id);
            uses.remove(id);
            return new AuditedChange(new Change.Removed(id), entry);
        });
    }

    @Override
    public List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit) {
        PageLimit.require(limit);
        NavigableMap<CredentialId, CredentialRecord> rest = after == null ? records : records.tailMap(after, false);
        return rest.values().stream()
                .filter(record -> record.entitlement().account().equals(account))
                .limit(limit)
                .map(this::withPlan)
                .toList();
    }

    @Override
    public void assign(AccountId account, String plan) {
        PlanName.require(plan);
        make(() -> {
            String before = plans.put(account, plan);
            return new AuditedChange(new Change.Assigned(account, plan), audit.assigned(account, before, plan));
        });
    }

    @Override
    public void revoke(Revocation what, @Nullable Instant until) {
        RevocationText.write(what);
        Change.Revoked revoked = new Change.Revoked(what, until);
        make(() -> new AuditedChange(revoked, audit.revoked(feed.put(revoked), revoked)));
    }

    @Override
    public void reinstate(Revocation what) {
        make(() -> {
            Change.Revoked stood = feed.remove(what);
            return stood == null ? null : new AuditedChange(new Change.Reinstated(what), audit.reinstated(stood));
        });
    }

    @Override
    public List<AuditEntry> history(CredentialId id, int limit) {
        return feed.history(Audit.of(id), PageLimit.require(limit));
    }

    @Override
    public void recordUses(Collection<CredentialUse> reported) {
        reported.forEach(use -> uses.compute(use.credential(), (id, before) -> {
            // under the lock of the entry, which a removal takes after the record is gone
            CredentialUse all = before == null ? use : before.plus(use);
            return records.containsKey(id) ? all : null;
        }));
    }

    @Override
    public Optional<CredentialUse> use(CredentialId id) {
        return Optional.ofNullable(uses.get(id));
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(feed);
    }

    private void make(MemoryFeed.Making change) {
        AuditEntry entry = feed.write(change);
        if (entry != null) {
            events.tell(entry);
        }
    }

    private CredentialRecord at(CredentialId id, long version) {
        CredentialRecord present = records.get(id);
        if (present == null || present.version() != version) {
            throw new StaleVersionException(id, version);
        }
        return present;
    }

    private CredentialRecord withPlan(CredentialRecord record) {
        String plan = plans.get(record.entitlement().account());
        return record.withEntitlement(record.entitlement().withPlan(plan));
    }
}
