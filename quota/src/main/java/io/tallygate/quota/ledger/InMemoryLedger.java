package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.MemoryState.DisputeRow;
import io.tallygate.quota.ledger.MemoryState.EdgeRow;
import io.tallygate.quota.ledger.MemoryState.LifeRow;
import io.tallygate.quota.ledger.MemoryState.UsageRow;
import io.tallygate.quota.plan.Window;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A whole ledger in the heap: for tests, for trying things out, and for a service of one process that bills elsewhere.
 * What it holds ends with the process.
 *
 * <p>Thread-safe: one lock around everything. Keeps every counter for ever.
 */
public final class InMemoryLedger implements Ledger, LedgerOperator, PartitionOwner {
    private final TimeSource time;
    private final Duration heardWithin;
    private final Object lock = new Object();
    private MemoryState state = new MemoryState();

    /** An empty ledger with the clock of this process. */
    public InMemoryLedger() {
        this(TimeSource.system());
    }

    /** An empty ledger with this clock. An edge must have been heard of in the last ten minutes. */
    public InMemoryLedger(TimeSource time) {
        this(time, Completeness.HEARD_WITHIN);
    }

    /**
     * An empty ledger with this clock.
     *
     * @param heardWithin how long ago an edge may have been heard of last where a statement is complete; in [1s, 7d]
     */
    public InMemoryLedger(TimeSource time, Duration heardWithin) {
        this.time = time;
        this.heardWithin = Completeness.check(heardWithin);
    }

    /** What a ledger held at some moment. Immutable. */
    public static final class Backup {
        private final MemoryState state;

        private Backup(MemoryState state) {
            this.state = state;
        }
    }

    /** Copies all that is held now. */
    public Backup backup() {
        return locked(() -> new Backup(new MemoryState(state)));
    }

    /** Goes back to what was held then, as a database does that is restored: nothing remembers what came after. */
    public void restore(Backup backup) {
        locked(() -> {
            state = new MemoryState(backup.state);
        });
    }

    @Override
    public Welcome register(Life life) {
        return locked(() -> {
            EdgeRow edge = known(life);
            edge.label = life.label();
            edge.lastSeen = now();
            Standing standing = edge.retired ? Standing.RETIRED : Standing.KNOWN;
            return new Welcome(standing, state.horizon, owed(edge));
        });
    }

    @Override
    public Welcome resume(Life life) {
        return locked(() -> {
            if (!state.edges.containsKey(life.edge())) {
                wentBack(life);
            }
            return register(life);
        });
    }

    /** The edge's row; makes edge and life known. */
    private EdgeRow known(Life life) {
        LifeRow row = state.lives.computeIfAbsent(life.incarnation(), any -> new LifeRow(life));
        if (!row.life.edge().equals(life.edge())) {
            throw Refusals.foreignLife(life, row.life.edge());
        }
        return state.edges.computeIfAbsent(
                life.edge(), id -> new EdgeRow(id, life.label(), state.horizon, state.recovery));
    }

    @Override
    public FlushReply flush(Flush flush) {
        return locked(() -> {
            LifeRow life = state.lives.get(flush.life().incarnation());
            EdgeRow edge = state.edges.get(flush.life().edge());
            if (life == null || edge == null || !life.life.edge().equals(edge.id)) {
                return new FlushReply(Standing.UNKNOWN, 0, List.of());
            }
            edge.lastSeen = now();
            MemoryChain chain = new MemoryChain(state, edge, life, now());
            List<Answer> answers = flush.batches().stream().map(chain::take).toList();
            return new FlushReply(edge.retired ? Standing.RETIRED : Standing.KNOWN, owed(edge), answers);
        });
    }

    /** The recovery that the edge has still to report for, or 0. */
    private long owed(EdgeRow edge) {
        return state.recovering && edge.reported < state.recovery ? state.recovery : 0;
    }

    /** What an edge notices may be another restore than the one under way, to a moment when that was half healed. */
    @Override
    public long wentBack(Life life) {
        return locked(() -> {
            EdgeRow edge = known(life);
            if (!state.recovering) {
                beginRecovery(state.recovery);
            }
            state.confirmed = false;
            edge.reported = state.recovery - 1;
            // It was there before the restore, so what a new edge is held to have said is not true of it.
            edge.floor = Instant.EPOCH;
            reopen(it -> it.life.edge().equals(edge.id));
            return state.recovery;
        });
    }

    /**
     * The number goes back with everything else, so it follows the clock: one that was given before must not be given
     * to another recovery.
     *
     * @param last the greatest number that is known to have been given
     */
    private void beginRecovery(long last) {
        state.recovery = Math.max(last + 1, now().toEpochMilli());
        state.recovering = true;
        state.confirmed = false;
        reopen(any -> true);
    }

    /** What edges said of the ends of their lives was said of what is lost now; they say it again. */
    private void reopen(Predicate<LifeRow> which) {
        state.lives.values().stream()
                .filter(life -> life.ended != EndProof.OPERATOR)
                .filter(which)
                .forEach(life -> life.ended = null);
    }

    @Override
    public void recovered(EdgeId id, long recovery) {
        locked(() -> {
            EdgeRow edge = state.edges.get(id);
            if (recovery > state.recovery) {
                // A recovery that this ledger has forgotten: it went back again, and this is no report of that.
                beginRecovery(recovery);
            } else if (edge != null) {
                edge.reported = Math.max(edge.reported, recovery);
                endRecovery();
            }
        });
    }

    private void endRecovery() {
        boolean allReported =
                state.edges.values().stream().allMatch(edge -> edge.retired || edge.reported >= state.recovery);
        if (state.confirmed && allReported) {
            state.recovering = false;
        }
    }

    @Override
    public void disputed(Life life, long acknowledged, long counted) {
        locked(() -> {
            known(life);
            LifeRow row = lifeRow(life.incarnation());
            DisputeRow old = row.dispute;
            if (old == null || acknowledged > old.acknowledged() || counted > old.counted()) {
                long atLeast = old == null ? acknowledged : Math.max(old.acknowledged(), acknowledged);
                row.dispute = new DisputeRow(atLeast, old == null ? counted : Math.max(old.counted(), counted), false);
            }
        });
    }

    @Override
    public void ended(Life life, EndProof proof) {
        locked(() -> {
            EdgeRow edge = known(life);
            // An edge that has not reported yet speaks of values that are lost; it says this again when it has.
            if (!state.recovering || edge.reported >= state.recovery) {
                end(lifeRow(life.incarnation()), proof);
            }
        });
    }

    private static void end(LifeRow life, EndProof proof) {
        if (life.ended == null) {
            life.ended = proof;
        }
    }

    @Override
    public Presence contains(RequestId id) {
        return locked(() -> id.counted() && holds(id) ? Presence.COUNTED : Presence.NOT_COUNTED);
    }

    private boolean holds(RequestId id) {
        LifeRow life = state.lives.get(id.incarnation());
        for (int partition = 0; life != null && partition < Partitions.COUNT; partition++) {
            UsageRow row = life.usage.get(MemoryState.usageId(partition, id.counter()));
            if (row != null && id.sequence() <= row.tally.used()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Statement statement(AccountId account, Window window) {
        CounterKey.storable(window);
        return locked(() -> {
            StatementLines lines = new StatementLines();
            state.bill(account, window)
                    .forEach(row -> lines.add(row.key.meter(), row.key.plan(), row.key.planVersion(), row.tally));
            return new Statement(account, window, lines.toList(), missing(Partitions.of(account), window));
        });
    }

    private List<Statement.Missing> missing(int partition, Window window) {
        List<Completeness.Edge> owed = state.edges.values().stream()
                .filter(edge -> !edge.retired)
                .map(edge -> new Completeness.Edge(
                        edge.id, edge.label, edge.lastSeen, edge.closedTo(partition), disputes(edge.id)))
                .toList();
        long recovery = state.recovering ? state.recovery : 0;
        return new Completeness(recovery, state.horizon, now(), heardWithin).missing(window, owed);
    }

    private List<Long> disputes(EdgeId edge) {
        return state.lives.values().stream()
                .filter(it -> it.life.edge().equals(edge) && it.disputed())
                .map(it -> it.life.incarnation())
                .sorted()
                .toList();
    }

    @Override
    public List<Window> windows(AccountId account) {
        return locked(() -> state.bills.entrySet().stream()
                .filter(entry -> entry.getKey().account().equals(account)
                        && entry.getValue().stream().anyMatch(row -> row.tally.used() > 0))
                .map(entry -> entry.getKey().window())
                .sorted(Comparator.comparing(Window::start).thenComparing(Window::end))
                .toList());
    }

    @Override
    public LedgerHealth health() {
        return locked(() -> new MemoryHealth(state).health());
    }

    @Override
    public void restored() {
        locked(() -> beginRecovery(state.recovery));
    }

    @Override
    public void retire(EdgeId id) {
        locked(() -> {
            EdgeRow edge = state.edges.get(id);
            if (edge == null) {
                throw Refusals.unknownEdge(id);
            }
            if (!edge.retired) {
                edge.retired = true;
                state.horizon = MemoryState.later(state.horizon, now());
                endRecovery();
            }
        });
    }

    @Override
    public void confirm(Set<EdgeId> edges) {
        locked(() -> {
            Set<EdgeId> known = state.edges.values().stream()
                    .filter(edge -> !edge.retired)
                    .map(edge -> edge.id)
                    .collect(Collectors.toSet());
            Refusals.requireSame(known, edges);
            state.confirmed = true;
            endRecovery();
        });
    }

    @Override
    public void end(long incarnation) {
        locked(() -> end(lifeRow(incarnation), EndProof.OPERATOR));
    }

    @Override
    public void writeOff(long incarnation) {
        locked(() -> {
            LifeRow life = lifeRow(incarnation);
            if (life.dispute == null) {
                throw Refusals.notInDispute(incarnation);
            }
            life.dispute = new DisputeRow(life.dispute.acknowledged(), life.dispute.counted(), true);
        });
    }

    @Override
    public void release(int partition) {
        locked(() -> {
            state.released[Refusals.partition(partition)] = true;
        });
    }

    @Override
    public void adopt(int partition) {
        locked(() -> {
            state.released[Refusals.partition(partition)] = false;
        });
    }

    private LifeRow lifeRow(long incarnation) {
        @Nullable LifeRow life = state.lives.get(incarnation);
        if (life == null) {
            throw Refusals.unknownLife(incarnation);
        }
        return life;
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.epochMillis());
    }

    private <T> T locked(Supplier<T> work) {
        synchronized (lock) {
            return work.get();
        }
    }

    private void locked(Runnable work) {
        synchronized (lock) {
            work.run();
        }
    }
}
