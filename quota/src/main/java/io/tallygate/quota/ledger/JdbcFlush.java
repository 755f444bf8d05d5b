package io.tallygate.quota.ledger;

import io.tallygate.quota.ledger.UsageArrays.PlacedValue;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes one flush in one transaction: the edge's row and those of the partitions are locked, heads are compared,
 * values joined by one statement, heads moved.
 */
final class JdbcFlush {
    private final LedgerSession session;
    private final Life life;
    private final List<Batch> batches;

    /** Batches to be joined, by their place in the flush. */
    private final List<Integer> fresh = new ArrayList<>();

    JdbcFlush(LedgerSession session, Flush flush) {
        this.session = session;
        this.life = flush.life();
        this.batches = flush.batches();
    }

    /** How the ledger stands to the sender, when its edge and life are known. */
    private record Sender(boolean retired, boolean ended, Instant floor, Instant now) {}

    /** The first thing a flush reads, once it holds the edge. */
    private record Greeting(long owed, @Nullable Sender sender) {}

    /** What the ledger holds of one chain. */
    private record Chain(Mark head, Instant closedTo) {}

    FlushReply take() throws SQLException {
        boolean known = new JdbcRegistry(session).hear(life.edge());
        Greeting greeting = greeting();
        Sender sender = greeting.sender();
        if (!known || sender == null) {
            return new FlushReply(Standing.UNKNOWN, greeting.owed(), List.of());
        }
        Standing standing = sender.retired() ? Standing.RETIRED : Standing.KNOWN;
        return new FlushReply(standing, greeting.owed(), batches.isEmpty() ? List.of() : answers(sender));
    }

    private Greeting greeting() throws SQLException {
        return session.one(
                "SELECT " + JdbcRegistry.OWED + ", " + session.now()
                        + ", l.incarnation, e.retired, l.ended IS NOT NULL, e.floor_to"
                        + " FROM tallygate_ledger g LEFT JOIN tallygate_life l ON l.incarnation = ? AND l.edge = ?"
                        + " LEFT JOIN tallygate_edge e ON e.edge = l.edge",
                row -> new Greeting(row.getLong(1), row.getObject(3) == null ? null : sender(row)),
                life.incarnation(),
                life.edge().value());
    }

    private static Sender sender(ResultSet row) throws SQLException {
        return new Sender(
                row.getBoolean(4),
                row.getBoolean(5),
                Instant.ofEpochMilli(row.getLong(6)),
                Instant.ofEpochMilli(row.getLong(2)));
    }

    private List<Answer> answers(Sender sender) throws SQLException {
        Set<Integer> owned = lockOwned();
        Map<Integer, Chain> chains = chains(sender);
        List<@Nullable Answer> refused = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            refused.add(refusal(i, owned, chains));
        }
        Set<Integer> strays = join(sender, chains);
        moveHeads();
        if (!sender.ended() && !sender.retired()) {
            sayWords(sender.now());
        }
        return new JdbcAnswers(session, life, batches).complete(refused, strays);
    }

    private String places() {
        return String.join(", ", Collections.nCopies(batches.size(), "?"));
    }

    private Object[] partitions(Object... before) {
        List<Object> all = new ArrayList<>(List.of(before));
        batches.forEach(batch -> all.add(batch.partition()));
        return all.toArray();
    }

    private Set<Integer> lockOwned() throws SQLException {
        return new HashSet<>(session.list(
                "SELECT partition_id, owned FROM tallygate_partition WHERE partition_id IN (" + places()
                        + ") ORDER BY partition_id" + session.sql().lockShared,
                row -> row.getBoolean(2) ? row.getInt(1) : -1,
                partitions()));
    }

    private Map<Integer, Chain> chains(Sender sender) throws SQLException {
        record Row(int partition, Chain chain) {}
        return session
                .list(
                        "SELECT p.partition_id, h.mark_sequence, h.mark_random, w.closed_to FROM tallygate_partition p"
                                + " LEFT JOIN tallygate_head h ON h.partition_id = p.partition_id AND h.incarnation = ?"
                                + " LEFT JOIN tallygate_word w ON w.partition_id = p.partition_id AND w.edge = ?"
                                + " WHERE p.partition_id IN (" + places() + ")",
                        row -> {
                            // An absent row reads as zeros: no mark, no word.
                            Mark head = new Mark(row.getLong(2), row.getLong(3));
                            Instant word = Instant.ofEpochMilli(row.getLong(4));
                            Instant closedTo = word.isAfter(sender.floor()) ? word : sender.floor();
                            return new Row(row.getInt(1), new Chain(head, closedTo));
                        },
                        partitions(life.incarnation(), life.edge().value()))
                .stream()
                .collect(Collectors.toMap(Row::partition, Row::chain));
    }

    private @Nullable Answer refusal(int place, Set<Integer> owned, Map<Integer, Chain> chains) {
        Batch batch = batches.get(place);
        Mark head = chain(chains, batch).head();
        if (!owned.contains(batch.partition())) {
            return new Answer.NotOwner(batch.partition());
        }
        if (head.equals(batch.mark())) {
            return null;
        }
        if (!head.equals(batch.predecessor())) {
            return new Answer.Rejected(batch.partition(), head);
        }
        fresh.add(place);
        return null;
    }

    private static Chain chain(Map<Integer, Chain> chains, Batch batch) {
        return chains.getOrDefault(batch.partition(), new Chain(Mark.NONE, Instant.EPOCH));
    }

    /** Joins what is fresh. Returns the places of the batches of which something is quarantined. */
    private Set<Integer> join(Sender sender, Map<Integer, Chain> chains) throws SQLException {
        List<PlacedValue> values = new ArrayList<>();
        for (int place : fresh) {
            Batch batch = batches.get(place);
            Instant closedTo = chain(chains, batch).closedTo();
            for (CounterValue value : batch.values()) {
                boolean closed = sender.retired() || value.key().isLateAfter(closedTo);
                values.add(new PlacedValue(place, batch.partition(), value, closed));
            }
        }
        if (values.isEmpty()) {
            return Set.of();
        }
        if (!sender.ended() && joinUsage(values) == values.size()) {
            return Set.of();
        }
        return quarantine(values);
    }

    /** Returns how many values are in the ledger now. */
    private int joinUsage(List<PlacedValue> values) throws SQLException {
        UsageArrays arrays = new UsageArrays(session, values);
        String growUsage = session.sql().growUsage;
        // Mostly all counters are known. If not all are, what was joined is joined again, which changes nothing.
        if (growUsage != null && session.update(growUsage, arrays.knownBefore(life.incarnation())) == values.size()) {
            return values.size();
        }
        return session.update(session.sql().joinUsage, arrays.parameters(life.incarnation()));
    }

    /** What the ledger does not hold after the join goes to quarantine. */
    private Set<Integer> quarantine(List<PlacedValue> values) throws SQLException {
        record Stray(int place, int counter) {}
        Set<Stray> strays = new HashSet<>(session.list(
                "SELECT v.place, v.counter FROM " + UsageArrays.TABLE + " LEFT JOIN tallygate_usage u"
                        + " ON u.incarnation = ? AND u.counter = v.counter AND u.partition_id = v.partition_id"
                        + " WHERE (u.counter IS NULL AND (v.used > 0 OR v.refunded > 0))"
                        + " OR u.account <> v.account OR u.meter <> v.meter"
                        + " OR u.window_start <> v.window_start OR u.window_end <> v.window_end"
                        + " OR u.plan <> v.plan OR u.plan_version <> v.plan_version OR u.late <> v.late"
                        + " OR u.used < v.used OR u.refunded < v.refunded",
                row -> new Stray(row.getInt(1), row.getInt(2)),
                new UsageArrays(session, values).parametersBefore(life.incarnation())));
        List<Object[]> rows = values.stream()
                .filter(it -> strays.contains(new Stray(it.place(), it.value().counter())))
                .map(it -> quarantineRow(it.value()))
                .toList();
        session.batch(session.sql().saveQuarantine, rows);
        return strays.stream().map(Stray::place).collect(Collectors.toSet());
    }

    private Object[] quarantineRow(CounterValue value) {
        CounterKey key = value.key();
        return new Object[] {
            life.incarnation(),
            value.counter(),
            key.account().value(),
            key.meter(),
            key.window().start().toEpochMilli(),
            key.window().end().toEpochMilli(),
            key.plan(),
            key.planVersion(),
            key.late(),
            value.used(),
            value.refunded()
        };
    }

    private void moveHeads() throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        session.update(
                session.sql().saveHead,
                life.incarnation(),
                column("INTEGER", fresh, Batch::partition),
                column("BIGINT", fresh, batch -> batch.mark().sequence()),
                column("BIGINT", fresh, batch -> batch.mark().random()));
    }

    private void sayWords(Instant now) throws SQLException {
        List<Integer> saying = fresh.stream()
                .filter(place -> batches.get(place).closedTo() != null)
                .toList();
        if (saying.isEmpty()) {
            return;
        }
        session.update(
                session.sql().saveWord,
                life.edge().value(),
                column("INTEGER", saying, Batch::partition),
                column("BIGINT", saying, batch -> word(batch, now)));
        long greatest = saying.stream()
                .mapToLong(place -> word(batches.get(place), now))
                .max()
                .orElseThrow();
        session.update("UPDATE tallygate_ledger SET horizon = ? WHERE horizon < ?", greatest, greatest);
    }

    private static long word(Batch batch, Instant now) {
        return Batch.word(Objects.requireNonNull(batch.closedTo()), now).toEpochMilli();
    }

    private Array column(String type, List<Integer> places, Function<Batch, Object> value) throws SQLException {
        return session.array(type, places.stream().map(batches::get).map(value).toArray());
    }
}
