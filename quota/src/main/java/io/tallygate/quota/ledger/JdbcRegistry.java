package io.tallygate.quota.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Edges, lives and recoveries in the tables of one transaction. Locks are taken in this order: edge, partitions by
 * number, ledger. Each change of an edge's row also locks its lives, chains, words and counters; it is written even
 * where nothing is new, so that transactions of a stricter isolation than ours notice each other as well.
 */
final class JdbcRegistry {
    /** The recovery that edge e has still to report for to ledger g, or 0. */
    static final String OWED = "CASE WHEN g.recovering AND e.reported < g.recovery THEN g.recovery ELSE 0 END";

    /** What edges said of the ends of their lives was said of what is lost now; they say it again. */
    private static final String REOPEN = "UPDATE tallygate_life SET ended = NULL WHERE ended <> ?";

    private final LedgerSession session;

    JdbcRegistry(LedgerSession session) {
        this.session = session;
    }

    /** The row of the ledger, locked: no horizon rises and no edge becomes known meanwhile. */
    private record LedgerRow(long recovery, boolean recovering, boolean confirmed, Instant horizon) {}

    Welcome register(Life life) throws SQLException {
        know(life);
        session.update(
                "UPDATE tallygate_edge SET label = ? WHERE edge = ?",
                life.label(),
                life.edge().value());
        return session.one(
                "SELECT e.retired, g.horizon, " + OWED + " FROM tallygate_edge e CROSS JOIN tallygate_ledger g"
                        + " WHERE e.edge = ?",
                row -> new Welcome(
                        row.getBoolean(1) ? Standing.RETIRED : Standing.KNOWN,
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getLong(3)),
                life.edge().value());
    }

    Welcome resume(Life life) throws SQLException {
        if (!hear(life.edge())) {
            wentBack(life);
        }
        return register(life);
    }

    /** Locks the edge and notes that it was heard of. Makes it and the life known. */
    private void know(Life life) throws SQLException {
        if (!hear(life.edge())) {
            LedgerRow ledger = lockLedger();
            session.update(
                    "INSERT INTO tallygate_edge (edge, label, last_seen, floor_to, retired, reported)"
                            + " VALUES (?, ?, " + session.now() + ", ?, FALSE, ?)",
                    life.edge().value(),
                    life.label(),
                    ledger.horizon().toEpochMilli(),
                    ledger.recovery());
        }
        String owner = ownerOf(life.incarnation());
        if (owner == null) {
            session.update(
                    "INSERT INTO tallygate_life (incarnation, edge, label, written_off) VALUES (?, ?, ?, FALSE)",
                    life.incarnation(),
                    life.edge().value(),
                    life.label());
        } else if (!owner.equals(life.edge().value())) {
            throw Refusals.foreignLife(life, new EdgeId(owner));
        }
    }

    private @Nullable String ownerOf(long incarnation) throws SQLException {
        return session.first(
                "SELECT edge FROM tallygate_life WHERE incarnation = ?", row -> row.getString(1), incarnation);
    }

    /** Locks the edge and notes that it was heard of; false when it is not known. */
    boolean hear(EdgeId edge) throws SQLException {
        return session.update(
                        "UPDATE tallygate_edge SET last_seen = " + session.now() + " WHERE edge = ?", edge.value())
                == 1;
    }

    /** Locks the edge; false when it is not known. */
    private boolean lock(EdgeId edge) throws SQLException {
        return session.update("UPDATE tallygate_edge SET last_seen = last_seen WHERE edge = ?", edge.value()) == 1;
    }

    private void lockLife(long incarnation) throws SQLException {
        String edge = ownerOf(incarnation);
        if (edge == null) {
            throw Refusals.unknownLife(incarnation);
        }
        lock(new EdgeId(edge));
    }

    private LedgerRow lockLedger() throws SQLException {
        session.update("UPDATE tallygate_ledger SET recovery = recovery");
        return session.one(
                "SELECT recovery, recovering, confirmed, horizon FROM tallygate_ledger",
                row -> new LedgerRow(
                        row.getLong(1), row.getBoolean(2), row.getBoolean(3), Instant.ofEpochMilli(row.getLong(4))));
    }

    /** What an edge notices may be another restore than the one under way, to a moment when that was half healed. */
    long wentBack(Life life) throws SQLException {
        know(life);
        LedgerRow ledger = lockLedger();
        long recovery = ledger.recovering() ? ledger.recovery() : beginRecovery(ledger.recovery());
        session.update("UPDATE tallygate_ledger SET confirmed = FALSE");
        // It was there before the restore, so what a new edge is held to have said is not true of it.
        session.update(
                "UPDATE tallygate_edge SET reported = ?, floor_to = 0 WHERE edge = ?",
                recovery - 1,
                life.edge().value());
        session.update(
                REOPEN + " AND edge = ?", EndProof.OPERATOR.name(), life.edge().value());
        return recovery;
    }

    /**
     * The number goes back with everything else, so it follows the clock: one that was given before must not be given
     * to another recovery.
     *
     * @param last the greatest number that is known to have been given; the ledger's row is locked
     */
    private long beginRecovery(long last) throws SQLException {
        long now = session.one("SELECT " + session.now() + " FROM tallygate_ledger", row -> row.getLong(1));
        long recovery = Math.max(last + 1, now);
        session.update("UPDATE tallygate_ledger SET recovery = ?, recovering = TRUE, confirmed = FALSE", recovery);
        session.update(REOPEN, EndProof.OPERATOR.name());
        return recovery;
    }

    void restored() throws SQLException {
        beginRecovery(lockLedger().recovery());
    }

    void recovered(EdgeId edge, long recovery) throws SQLException {
        lock(edge);
        LedgerRow ledger = lockLedger();
        if (recovery > ledger.recovery()) {
            // A recovery that this ledger has forgotten: it went back again, and this is no report of that.
            beginRecovery(recovery);
        } else {
            session.update(
                    "UPDATE tallygate_edge SET reported = GREATEST(reported, CAST(? AS BIGINT)) WHERE edge = ?",
                    recovery,
                    edge.value());
            endRecovery();
        }
    }

    private void endRecovery() throws SQLException {
        LedgerRow ledger = lockLedger();
        if (ledger.recovering() && ledger.confirmed()) {
            session.update(
                    "UPDATE tallygate_ledger SET recovering = FALSE WHERE NOT EXISTS"
                            + " (SELECT 1 FROM tallygate_edge WHERE NOT retired AND reported < ?)",
                    ledger.recovery());
        }
    }

    void disputed(Life life, long acknowledged, long counted) throws SQLException {
        know(life);
        session.update(
                "UPDATE tallygate_life SET written_off = FALSE, acknowledged = GREATEST(COALESCE(acknowledged, 0),"
                        + " CAST(? AS BIGINT)), counted = GREATEST(COALESCE(counted, 0), CAST(? AS BIGINT))"
                        + " WHERE incarnation = ? AND (counted IS NULL OR acknowledged < ? OR counted < ?)",
                acknowledged,
                counted,
                life.incarnation(),
                acknowledged,
                counted);
    }

    void ended(Life life, EndProof proof) throws SQLException {
        know(life);
        // A recovery that begins at the same moment takes this back, or is seen here.
        lockLedger();
        // An edge that has not reported yet speaks of values that are lost; it says this again when it has.
        long owed = session.one(
                "SELECT " + OWED + " FROM tallygate_edge e CROSS JOIN tallygate_ledger g WHERE e.edge = ?",
                row -> row.getLong(1),
                life.edge().value());
        if (owed == 0) {
            end(life.incarnation(), proof);
        }
    }

    private void end(long incarnation, EndProof proof) throws SQLException {
        session.update(
                "UPDATE tallygate_life SET ended = ? WHERE incarnation = ? AND ended IS NULL",
                proof.name(),
                incarnation);
    }

    void endByOperator(long incarnation) throws SQLException {
        lockLife(incarnation);
        end(incarnation, EndProof.OPERATOR);
    }

    void writeOff(long incarnation) throws SQLException {
        lockLife(incarnation);
        int found = session.update(
                "UPDATE tallygate_life SET written_off = TRUE WHERE incarnation = ? AND counted IS NOT NULL",
                incarnation);
        if (found == 0) {
            throw Refusals.notInDispute(incarnation);
        }
    }

    void retire(EdgeId edge) throws SQLException {
        if (!lock(edge)) {
            throw Refusals.unknownEdge(edge);
        }
        int retired =
                session.update("UPDATE tallygate_edge SET retired = TRUE WHERE edge = ? AND NOT retired", edge.value());
        if (retired == 1) {
            session.update("UPDATE tallygate_ledger SET horizon = GREATEST(horizon, " + session.now() + ")");
            endRecovery();
        }
    }

    void confirm(Collection<EdgeId> edges) throws SQLException {
        lockLedger();
        Set<EdgeId> known = new HashSet<>(
                session.list("SELECT edge FROM tallygate_edge WHERE NOT retired", row -> new EdgeId(row.getString(1))));
        Refusals.requireSame(known, Set.copyOf(edges));
        session.update("UPDATE tallygate_ledger SET confirmed = TRUE");
        endRecovery();
    }

    void own(int partition, boolean owned) throws SQLException {
        session.update(
                "UPDATE tallygate_partition SET owned = ? WHERE partition_id = ?",
                owned,
                Refusals.partition(partition));
    }
}
