package io.tallygate;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.model.Scope;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A directory that changes at random and remembers all it ever was, with a log that can be cut and replaced. Others may
 * get in between before and after each of its answers. For one thread.
 */
final class ChangingDirectory implements Directory, ChangeFeed {
    static final List<CredentialId> IDS =
            IntStream.range(0, 6).mapToObj(i -> new CredentialId("k" + i)).toList();
    private static final int ACCOUNTS = 3;

    private final Random random;
    private final LongSupplier nanos;
    private final Runnable between;
    private final List<Truth> history = new ArrayList<>(List.of(new Truth(Map.of(), Map.of(), Set.of())));
    private final List<Long> times = new ArrayList<>();
    private final List<Change> log = new ArrayList<>();
    private final List<Runnable> readers = new ArrayList<>();
    private long tag = 1;
    private int firstKept;
    private int serial;
    private int failing;
    private boolean failed;
    private int handedOver;
    private CredentialId asked = IDS.get(0);

    ChangingDirectory(Random random, LongSupplier nanos, Runnable between) {
        this.random = random;
        this.nanos = nanos;
        this.between = between;
        times.add(nanos.getAsLong());
    }

    static CredentialId anyId(Random random) {
        return IDS.get(random.nextInt(IDS.size()));
    }

    /** All there is at one moment. */
    record Truth(
            Map<CredentialId, CredentialRecord> records, Map<AccountId, String> plans, Set<Revocation> revocations) {
        boolean has(CredentialId id) {
            return records.containsKey(id);
        }

        boolean isDisabled(CredentialId id) {
            return has(id) && records.get(id).disabled();
        }

        /** Scopes are given out once only, so that they tell one version of one life of a record. */
        boolean holds(CredentialId id, Entitlement shown) {
            return has(id)
                    && !isDisabled(id)
                    && records.get(id).entitlement().scopes().equals(shown.scopes());
        }

        boolean hasPlan(Entitlement shown) {
            return Objects.equals(plans.get(shown.account()), shown.plan());
        }

        boolean revokes(Entitlement shown) {
            return revocations.stream().anyMatch(what -> what.covers(shown));
        }

        boolean revokes(CredentialId id) {
            return revocations.contains(new Revocation.OfCredential(id))
                    || revocations.contains(new Revocation.OfAccount(accountOf(id)));
        }

        @Nullable
        Denial denialOf(CredentialId id) {
            if (!has(id)) {
                return Denial.INVALID_CREDENTIAL;
            }
            if (isDisabled(id)) {
                return Denial.DISABLED;
            }
            return revokes(id) ? Denial.REVOKED : null;
        }
    }

    private static AccountId accountOf(CredentialId id) {
        return new AccountId("a" + IDS.indexOf(id) % ACCOUNTS);
    }

    Truth now() {
        return history.get(history.size() - 1);
    }

    int moments() {
        return history.size();
    }

    List<Truth> since(int moment) {
        return history.subList(moment, history.size());
    }

    /** The moment that it was at that time. */
    int momentAt(long time) {
        int moment = times.size() - 1;
        while (moment > 0 && times.get(moment) - time > 0) {
            moment--;
        }
        return moment;
    }

    /** The newest moment all of whose changes were given out before, to a reader that did not give up waiting. */
    int handedOver() {
        return handedOver;
    }

    boolean everFailed() {
        return failed;
    }

    /** Often changes what was asked for last. */
    void changeAtRandom() {
        CredentialId id = random.nextBoolean() ? asked : anyId(random);
        switch (random.nextInt(12)) {
            case 0 -> remove(id);
            case 1, 2 -> assign(accountOf(id));
            case 3, 4 -> revokeOrReinstate(new Revocation.OfCredential(id));
            case 5, 6 -> revokeOrReinstate(new Revocation.OfAccount(accountOf(id)));
            default -> insertOrUpdate(id, random.nextInt(4) == 0);
        }
    }

    private void insertOrUpdate(CredentialId id, boolean disabled) {
        Map<CredentialId, CredentialRecord> records = new HashMap<>(now().records());
        CredentialRecord old = records.get(id);
        Entitlement entitlement =
                Entitlement.of(accountOf(id), Provenance.recorded(id, null)).withScopes(Scope.setOf("s" + serial++));
        long version = old == null ? 1 : old.version() + 1;
        records.put(id, new CredentialRecord(id, "tiny", List.of(), entitlement, disabled, version));
        become(
                new Truth(records, now().plans(), now().revocations()),
                old == null ? new Change.Added(id) : new Change.Updated(id, version));
    }

    private void remove(CredentialId id) {
        Map<CredentialId, CredentialRecord> records = new HashMap<>(now().records());
        if (records.remove(id) != null) {
            become(new Truth(records, now().plans(), now().revocations()), new Change.Removed(id));
        }
    }

    private void assign(AccountId account) {
        Map<AccountId, String> plans = new HashMap<>(now().plans());
        String plan = "plan-" + random.nextInt(2);
        plans.put(account, plan);
        become(new Truth(now().records(), plans, now().revocations()), new Change.Assigned(account, plan));
    }

    private void revokeOrReinstate(Revocation what) {
        Set<Revocation> revocations = new HashSet<>(now().revocations());
        boolean reinstated = revocations.remove(what);
        if (!reinstated && random.nextInt(4) == 0) {
            revocations.add(what);
        }
        if (revocations.equals(now().revocations())) {
            return;
        }
        become(
                new Truth(now().records(), now().plans(), revocations),
                reinstated ? new Change.Reinstated(what) : new Change.Revoked(what, null));
    }

    private void become(Truth next, Change change) {
        history.add(next);
        times.add(nanos.getAsLong());
        log.add(change);
    }

    void tell() {
        List.copyOf(readers).forEach(Runnable::run);
    }

    void cut() {
        firstKept = log.size();
    }

    /** As after a restore or a failover: positions in the old log mean nothing. */
    void beginAnotherLog() {
        log.clear();
        firstKept = 0;
        tag++;
    }

    void fail(int calls) {
        failing = calls;
        failed = true;
    }

    void heal() {
        failing = 0;
    }

    private <T> T answer(Supplier<T> read) {
        between.run();
        if (failing > 0) {
            failing--;
            throw random.nextBoolean()
                    ? new DirectoryUnavailableException("away, as the test told it to be")
                    : new IllegalStateException("broken, as the test told it to be");
        }
        T answer = read.get();
        between.run();
        return answer;
    }

    private CredentialRecord withPlan(CredentialRecord record) {
        Entitlement entitlement = record.entitlement();
        return record.withEntitlement(entitlement.withPlan(now().plans().get(entitlement.account())));
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        asked = id;
        return answer(() -> Optional.ofNullable(now().records().get(id)).map(this::withPlan));
    }

    @Override
    public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        asked = ids.iterator().next();
        return answer(() -> {
            Map<CredentialId, CredentialRecord> found = new HashMap<>();
            ids.stream()
                    .filter(now()::has)
                    .forEach(id -> found.put(id, withPlan(now().records().get(id))));
            return found;
        });
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return answer(() -> Optional.ofNullable(now().plans().get(account)));
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(this);
    }

    @Override
    public State state() {
        return answer(() -> new State(
                new FeedPosition(log.size(), tag),
                now().revocations().stream()
                        .map(what -> new Change.Revoked(what, null))
                        .toList(),
                null));
    }

    @Override
    public Reading changes(FeedPosition since, int limit) {
        long begun = nanos.getAsLong();
        int[] end = new int[1];
        Reading reading = answer(() -> {
            end[0] = history.size() - 1;
            return read(since, 3);
        });
        if (reading instanceof Page page && !page.more() && nanos.getAsLong() == begun) {
            handedOver = end[0];
        }
        return reading;
    }

    private Reading read(FeedPosition since, int limit) {
        if (since.tag() != tag || since.number() < firstKept || since.number() > log.size()) {
            return new Gap();
        }
        int to = (int) Math.min(log.size(), since.number() + limit);
        List<Change> changes = List.copyOf(log.subList((int) since.number(), to));
        return new Page(changes, new FeedPosition(to, tag), to < log.size());
    }

    @Override
    public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
        return answer(() -> IDS.stream()
                .filter(now()::has)
                .filter(id -> after == null || id.value().compareTo(after.value()) > 0)
                .limit(limit)
                .toList());
    }

    @Override
    public Subscription subscribe(Background background, Runnable news) {
        readers.add(news);
        return () -> readers.remove(news);
    }
}
