package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.plan.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a ledger's tables say. Locks nothing. */
final class JdbcReports {
    private final LedgerSession session;

    JdbcReports(LedgerSession session) {
        this.session = session;
    }

    Presence contains(RequestId id) throws SQLException {
        Integer found = session.first(
                "SELECT 1 FROM tallygate_usage WHERE incarnation = ? AND counter = ? AND used >= ?",
                row -> row.getInt(1),
                id.incarnation(),
                id.counter(),
                id.sequence());
        return id.counted() && found != null ? Presence.COUNTED : Presence.NOT_COUNTED;
    }

    List<Window> windows(AccountId account) throws SQLException {
        return session.list(
                "SELECT DISTINCT window_start, window_end FROM tallygate_usage"
                        + " WHERE partition_id = ? AND account = ? AND used > 0 ORDER BY window_start, window_end",
                row -> window(row, 1),
                Partitions.of(account),
                account.value());
    }

    private static Window window(ResultSet row, int column) throws SQLException {
        return new Window(instant(row, column), instant(row, column + 1));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    /** The lines are read after what is missing: once nothing is, only their late parts can still change. */
    Statement statement(AccountId account, Window window, Duration heardWithin) throws SQLException {
        List<Statement.Missing> missing = missing(Partitions.of(account), window, heardWithin);
        StatementLines lines = new StatementLines();
        session.list(
                "SELECT meter, plan, plan_version, used, refunded, late_used, late_refunded FROM tallygate_usage"
                        + " WHERE partition_id = ? AND account = ? AND window_start = ? AND window_end = ?",
                row -> {
                    Tally tally = new Tally(row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7));
                    lines.add(row.getString(1), row.getString(2), row.getInt(3), tally);
                    return true;
                },
                Partitions.of(account),
                account.value(),
                window.start().toEpochMilli(),
                window.end().toEpochMilli());
        return new Statement(account, window, lines.toList(), missing);
    }

    /** The ledger's row and one edge: in one statement, because a new edge and the horizon must not pass each other. */
    private record Owed(Completeness completeness, Completeness.@Nullable Edge edge) {}

    private List<Statement.Missing> missing(int partition, Window window, Duration heardWithin) throws SQLException {
        Map<String, List<Long>> disputes = openDisputes();
        List<Owed> owed = session.list(
                "SELECT CASE WHEN g.recovering THEN g.recovery ELSE 0 END, g.horizon, " + session.now()
                        + ", e.edge, e.label, e.last_seen, GREATEST(e.floor_to, COALESCE(w.closed_to, 0))"
                        + " FROM tallygate_ledger g LEFT JOIN tallygate_edge e ON NOT e.retired"
                        + " LEFT JOIN tallygate_word w ON w.edge = e.edge AND w.partition_id = ?",
                row -> new Owed(
                        new Completeness(row.getLong(1), instant(row, 2), instant(row, 3), heardWithin),
                        edge(row, disputes)),
                partition);
        List<Completeness.Edge> edges = new ArrayList<>();
        for (Owed each : owed) {
            if (each.edge() != null) {
                edges.add(each.edge());
            }
        }
        return owed.get(0).completeness().missing(window, edges);
    }

    private static Completeness.@Nullable Edge edge(ResultSet row, Map<String, List<Long>> disputes)
            throws SQLException {
        String id = row.getString(4);
        return id == null
                ? null
                : new Completeness.Edge(
                        new EdgeId(id),
                        row.getString(5),
                        instant(row, 6),
                        instant(row, 7),
                        disputes.getOrDefault(id, List.of()));
    }

    private Map<String, List<Long>> openDisputes() throws SQLException {
        Map<String, List<Long>> byEdge = new HashMap<>();
        for (LedgerHealth.Dispute dispute : disputes()) {
            byEdge.computeIfAbsent(dispute.life().edge().value(), any -> new ArrayList<>())
                    .add(dispute.life().incarnation());
        }
        return byEdge;
    }

    LedgerHealth health() throws SQLException {
        record Row(long recovery, boolean recovering) {}
        Row ledger = session.one(
                "SELECT recovery, recovering FROM tallygate_ledger", row -> new Row(row.getLong(1), row.getBoolean(2)));
        return new LedgerHealth(
                ledger.recovery(), ledger.recovering(), edges(ledger.recovery()), disputes(), quarantine());
    }

    private List<LedgerHealth.Edge> edges(long recovery) throws SQLException {
        return session
                .list(
                        "SELECT e.edge, e.label, e.last_seen, e.retired, e.reported,"
                                + " CASE WHEN (SELECT COUNT(*) FROM tallygate_word w WHERE w.edge = e.edge) < "
                                + Partitions.COUNT + " THEN e.floor_to ELSE GREATEST(e.floor_to,"
                                + " (SELECT MIN(w.closed_to) FROM tallygate_word w WHERE w.edge = e.edge)) END,"
                                + " (SELECT COUNT(*) FROM tallygate_life l WHERE l.edge = e.edge AND l.ended IS NULL)"
                                + " FROM tallygate_edge e",
                        row -> new LedgerHealth.Edge(
                                new EdgeId(row.getString(1)),
                                row.getString(2),
                                instant(row, 3),
                                row.getLong(6) == 0 ? null : instant(row, 6),
                                row.getBoolean(4),
                                row.getLong(5) >= recovery,
                                row.getInt(7)))
                .stream()
                .sorted(LedgerHealth.BY_LABEL)
                .toList();
    }

    private List<LedgerHealth.Dispute> disputes() throws SQLException {
        return session.list(
                "SELECT edge, label, incarnation, acknowledged, counted FROM tallygate_life"
                        + " WHERE counted IS NOT NULL AND NOT written_off ORDER BY incarnation",
                row -> new LedgerHealth.Dispute(
                        new Life(new EdgeId(row.getString(1)), row.getString(2), row.getLong(3)),
                        row.getLong(4),
                        row.getLong(5)));
    }

    private List<LedgerHealth.Quarantine> quarantine() throws SQLException {
        return session.list(
                "SELECT incarnation, counter, account, meter, window_start, window_end, plan, plan_version, late,"
                        + " used, refunded FROM tallygate_quarantine ORDER BY incarnation, counter",
                row -> {
                    CounterKey key = new CounterKey(
                            new AccountId(row.getString(3)),
                            row.getString(4),
                            window(row, 5),
                            row.getString(7),
                            row.getInt(8),
                            row.getBoolean(9));
                    return new LedgerHealth.Quarantine(
                            row.getLong(1), new CounterValue(row.getInt(2), key, row.getLong(10), row.getLong(11)));
                });
    }
}
