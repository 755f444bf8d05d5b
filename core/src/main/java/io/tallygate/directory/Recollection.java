package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed.Page;
import io.tallygate.spi.ChangeFeed.State;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was heard of a directory: revocations that stand, and the records and plans that were looked up last, all as they
 * were at one position of its log or later. What the log says has changed is forgotten or put right before anybody else
 * hears of it; a look-up that was under way meanwhile keeps nothing that it concerns. So nothing is ever told from here
 * that is older than what was read from the log.
 *
 * <p>Thread-safe. The lock is held for one pass over what is kept at most; nothing of others runs under it.
 */
final class Recollection {
    /** So that a look-up that never returns does not take more and more memory. */
    private static final int MOST_OVERTAKEN = 1_000;

    private static final String AWAY = "the directory is away, and ";

    private final TimeSource time;
    private final Duration maxAge;
    private final int maxRecords;
    private final Map<CredentialId, CredentialRecord> records;
    private final Map<AccountId, Optional<String>> plans;
    private final Map<Revocation, Change.Revoked> revocations = new LinkedHashMap<>();
    private final Set<LookUp> lookUps = new HashSet<>();

    /** Null until a state was heard of. */
    private @Nullable FeedPosition position;

    private Moment asOf = new Moment(0, 0);

    /** @param maxRecords the most records, and the most plans, that are kept */
    Recollection(TimeSource time, Duration maxAge, int maxRecords) {
        this.time = time;
        this.maxAge = maxAge;
        this.maxRecords = maxRecords;
        this.records = leastRecentFirst();
        this.plans = leastRecentFirst();
    }

    private static <K, V> Map<K, V> leastRecentFirst() {
        return new LinkedHashMap<>(16, 0.75f, true);
    }

    /** One time by both clocks. */
    record Moment(long nanos, long epochMillis) {
        static Moment now(TimeSource time) {
            return new Moment(time.nanos(), time.epochMillis());
        }
    }

    /** The position behind the last change that was heard of; null: none yet. */
    synchronized @Nullable FeedPosition position() {
        return position;
    }

    /**
     * All that was known may be out of date.
     *
     * @param seen the position that this was found out at; if it is another one now, somebody else has begun meanwhile
     */
    synchronized void begin(@Nullable FeedPosition seen, State state, Moment asked) {
        if (Objects.equals(seen, position)) {
            begin(state, asked);
        }
    }

    private void begin(State state, Moment asked) {
        records.clear();
        plans.clear();
        revocations.clear();
        state.revocations().forEach(revoked -> revocations.put(revoked.what(), revoked));
        lookUps.forEach(LookUp::overtakeAll);
        position = state.position();
        asOf = state.asOf() == null ? asked : at(state.asOf());
    }

    /** Knows what an earlier life knew. */
    synchronized void begin(Snapshot snapshot) {
        begin(new State(snapshot.position(), snapshot.revocations(), snapshot.asOf()), asOf);
        snapshot.plans().forEach(this::keep);
        snapshot.records().forEach(this::keep);
    }

    /** An instant that is over, by both clocks. */
    private Moment at(Instant instant) {
        Moment now = Moment.now(time);
        long ago = Math.max(0, now.epochMillis() - instant.toEpochMilli());
        return new Moment(now.nanos() - Duration.ofMillis(ago).toNanos(), instant.toEpochMilli());
    }

    /**
     * What stood in the log.
     *
     * @param since where it was read from
     * @param asked when
     */
    synchronized void read(FeedPosition since, Page page, Moment asked) {
        if (position == null || page.next().number() < position.number()) {
            return;
        }
        if (since.number() > position.number()) {
            position = null; // what lies between was not heard of
            return;
        }
        page.changes().forEach(this::apply);
        position = page.next();
        Moment then = page.asOf() == null ? asked : at(page.asOf());
        if (!page.more() && then.nanos() - asOf.nanos() > 0) {
            asOf = then;
        }
    }

    /** May be done again: the end of a page that was read twice is the same. */
    private void apply(Change change) {
        if (change instanceof Change.Updated updated) {
            CredentialRecord kept = records.get(updated.credential());
            if (kept != null && kept.version() < updated.version()) {
                records.remove(updated.credential());
            }
            lookUps.forEach(lookUp -> lookUp.overtake(updated.credential()));
        } else if (change instanceof Change.Removed removed) {
            records.remove(removed.credential());
            lookUps.forEach(lookUp -> lookUp.overtake(removed.credential()));
        } else if (change instanceof Change.Assigned assigned) {
            plans.replace(assigned.account(), Optional.of(assigned.plan()));
            lookUps.forEach(lookUp -> lookUp.plansOvertaken = true);
        } else if (change instanceof Change.Revoked revoked) {
            revocations.put(Objects.requireNonNull(revoked.what(), "what is revoked"), revoked);
        } else if (change instanceof Change.Reinstated reinstated) {
            revocations.remove(reinstated.what());
        }
    }

    /** To be called before the directory is asked; it ends when it is closed. */
    synchronized LookUp lookUp() {
        LookUp lookUp = new LookUp();
        lookUps.add(lookUp);
        return lookUp;
    }

    private void keep(CredentialRecord record) {
        CredentialRecord kept = records.get(record.id());
        if (kept == null || kept.version() <= record.version()) {
            records.put(record.id(), record);
            bound(records);
        }
    }

    private void keep(AccountId account, Optional<String> plan) {
        plans.put(account, plan);
        bound(plans);
    }

    private void bound(Map<?, ?> map) {
        if (map.size() > maxRecords) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /**
     * The record as it was last known.
     *
     * @throws DirectoryUnavailableException when it is not known, or has been revoked
     */
    synchronized CredentialRecord find(CredentialId id) {
        requireRecent();
        CredentialRecord record = records.get(id);
        if (record == null || isRevoked(record)) {
            throw new DirectoryUnavailableException(AWAY + "the credential is not among those that are remembered");
        }
        String plan = plan(record.entitlement().account()).orElse(null);
        return record.withEntitlement(record.entitlement().withPlan(plan));
    }

    private boolean isRevoked(CredentialRecord record) {
        return revocations.containsKey(new Revocation.OfCredential(record.id()))
                || revocations.keySet().stream().anyMatch(what -> what.covers(record.entitlement()));
    }

    /**
     * The records as they were last known.
     *
     * @throws DirectoryUnavailableException when one of them is not: it may be there all the same
     */
    synchronized Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        Map<CredentialId, CredentialRecord> found = new HashMap<>();
        ids.forEach(id -> found.put(id, find(id)));
        return found;
    }

    /**
     * The plan as it was last known; empty when the account had none.
     *
     * @throws DirectoryUnavailableException when it is not known
     */
    synchronized Optional<String> plan(AccountId account) {
        requireRecent();
        Optional<String> plan = plans.get(account);
        if (plan == null) {
            throw new DirectoryUnavailableException(AWAY + "the account's plan is not among those remembered");
        }
        return plan;
    }

    /** @throws DirectoryUnavailableException when none was heard of, or too long ago */
    synchronized State state() {
        return new State(requireRecent(), List.copyOf(revocations.values()), Instant.ofEpochMilli(asOf.epochMillis()));
    }

    private FeedPosition requireRecent() {
        if (position == null) {
            throw new DirectoryUnavailableException(AWAY + "nothing is remembered of it");
        }
        if (time.nanos() - asOf.nanos() > maxAge.toNanos()) {
            throw new DirectoryUnavailableException(AWAY + "what is remembered of it is older than " + maxAge);
        }
        return position;
    }

    /** All that is known, for the next life; empty while it is nothing. */
    synchronized Optional<Snapshot> snapshot() {
        if (position == null) {
            return Optional.empty();
        }
        Instant now = Instant.ofEpochMilli(asOf.epochMillis());
        revocations
                .values()
                .removeIf(revoked -> revoked.until() != null && revoked.until().isBefore(now));
        return Optional.of(new Snapshot(
                position, now, List.copyOf(revocations.values()), plans, new ArrayList<>(records.values())));
    }

    /** A look-up that is under way. */
    final class LookUp implements AutoCloseable {
        private final Set<CredentialId> overtaken = new HashSet<>();
        private boolean plansOvertaken;
        private boolean allOvertaken;

        private void overtake(CredentialId id) {
            overtaken.add(id);
            if (overtaken.size() > MOST_OVERTAKEN) {
                overtakeAll();
            }
        }

        private void overtakeAll() {
            allOvertaken = true;
            overtaken.clear();
        }

        /** What it has found. */
        void found(CredentialId id, Optional<CredentialRecord> record) {
            synchronized (Recollection.this) {
                if (allOvertaken || position == null || overtaken.contains(id)) {
                    return;
                }
                if (record.isEmpty()) {
                    records.remove(id);
                    return;
                }
                Optional<String> plan =
                        Optional.ofNullable(record.get().entitlement().plan());
                found(record.get().entitlement().account(), plan);
                keep(record.get().withEntitlement(record.get().entitlement().withPlan(null)));
            }
        }

        /** What it has found. */
        void found(AccountId account, Optional<String> plan) {
            synchronized (Recollection.this) {
                if (!allOvertaken && position != null && !plansOvertaken) {
                    keep(account, plan);
                }
            }
        }

        @Override
        public void close() {
            synchronized (Recollection.this) {
                lookUps.remove(this);
            }
        }
    }
}
