package io.tallygate.quota.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Completes the answers to a flush: what was taken is told what the other lives have counted. */
final class JdbcAnswers {
    private final LedgerSession session;
    private final Life life;
    private final List<Batch> batches;

    JdbcAnswers(LedgerSession session, Life life, List<Batch> batches) {
        this.session = session;
        this.life = life;
        this.batches = batches;
    }

    /** What is added up over lives; several counters of a life may share one. */
    private record Bill(String account, String meter, long start, long end) {
        static Bill of(CounterValue value) {
            CounterKey key = value.key();
            return new Bill(
                    key.account().value(),
                    key.meter(),
                    key.window().start().toEpochMilli(),
                    key.window().end().toEpochMilli());
        }
    }

    List<Answer> complete(List<@Nullable Answer> refused, Set<Integer> strays) throws SQLException {
        List<Batch> taken = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            if (refused.get(i) == null && !strays.contains(i)) {
                taken.add(batches.get(i));
            }
        }
        Map<Bill, Long> others = others(taken);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Answer refusal = refused.get(i);
            answers.add(refusal != null ? refusal : taken(batches.get(i), strays.contains(i), others));
        }
        return answers;
    }

    private static Answer taken(Batch batch, boolean stray, Map<Bill, Long> others) {
        if (stray) {
            return new Answer.Quarantined(batch.partition(), batch.mark());
        }
        List<Long> net = batch.values().stream()
                .map(value -> others.getOrDefault(Bill.of(value), 0L))
                .toList();
        return new Answer.Acknowledged(batch.partition(), batch.mark(), net);
    }

    /** For each bill that other lives have counted for as well, what they have. */
    private Map<Bill, Long> others(List<Batch> taken) throws SQLException {
        Integer[] numbers = taken.stream()
                .flatMap(batch -> batch.values().stream())
                .map(CounterValue::counter)
                .distinct()
                .toArray(Integer[]::new);
        if (numbers.length == 0) {
            return Map.of();
        }
        record Sum(Bill bill, long net) {}
        return session
                .list(
                        "SELECT b.account, b.meter, b.window_start, b.window_end, SUM(u.used - u.refunded) FROM"
                                + " (SELECT DISTINCT partition_id, account, meter, window_start, window_end"
                                + " FROM tallygate_usage WHERE incarnation = ? AND counter = ANY (?)) b"
                                + " JOIN tallygate_usage u ON u.partition_id = b.partition_id AND u.account = b.account"
                                + " AND u.window_start = b.window_start AND u.window_end = b.window_end"
                                + " AND u.meter = b.meter WHERE u.incarnation <> ?"
                                + " GROUP BY b.account, b.meter, b.window_start, b.window_end",
                        row -> new Sum(
                                new Bill(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                                row.getLong(5)),
                        life.incarnation(),
                        session.array("INTEGER", numbers),
                        life.incarnation())
                .stream()
                .collect(Collectors.toMap(Sum::bill, Sum::net));
    }
}
