package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.StaleVersionException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory on the heap of one process: for tests, demonstrations, and services that load their few credentials at
 * start. It keeps every promise of {@link DirectoryAdmin} but to outlive the process. Thread-safe; never blocks, is
 * never unavailable.
 */
public final class InMemoryDirectory implements DirectoryAdmin {
    /** Without plans: those are looked up on each read. */
    private final ConcurrentMap<CredentialId, CredentialRecord> records = new ConcurrentHashMap<>();

    private final ConcurrentMap<AccountId, String> plans = new ConcurrentHashMap<>();
    private final MemoryFeed feed = new MemoryFeed();

    /** An empty directory. */
    public InMemoryDirectory() {}

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
        if (records.putIfAbsent(record.id(), first) != null) {
            throw Inserted.exists(record.id());
        }
        feed.append(new Change.Added(record.id()));
        return withPlan(first);
    }

    @Override
    public CredentialRecord update(CredentialRecord record) {
        CredentialRecord next = record.withVersion(record.version() + 1);
        CredentialRecord present = at(record.id(), record.version());
        if (!records.replace(record.id(), present, next)) {
            throw new StaleVersionException(record.id(), record.version());
        }
        feed.append(new Change.Updated(next.id(), next.version()));
        return withPlan(next);
    }

    @Override
    public void delete(CredentialId id, long version) {
        if (!records.remove(id, at(id, version))) {
            throw new StaleVersionException(id, version);
        }
        feed.append(new Change.Removed(id));
    }

    @Override
    public List<CredentialRecord> list(AccountId account) {
        return records.values().stream()
                .filter(record -> record.entitlement().account().equals(account))
                .sorted(Comparator.comparing(record -> record.id().value()))
                .map(this::withPlan)
                .toList();
    }

    @Override
    public void assign(AccountId account, String plan) {
        plans.put(account, PlanName.require(plan));
        feed.append(new Change.Assigned(account, plan));
    }

    /** Takes a revocation down, for all that follow this directory. */
    public void revoke(Revocation what, @Nullable Instant until) {
        feed.append(new Change.Revoked(what, until));
    }

    /** Takes a revocation back. */
    public void reinstate(Revocation what) {
        feed.append(new Change.Reinstated(what));
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(feed);
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
