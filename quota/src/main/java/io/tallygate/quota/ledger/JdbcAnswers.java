package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.UsageArrays.PlacedValue;
import io.tallygate.quota.plan.Window;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private record Bill(AccountId account, String meter, Window window) {
        static Bill of(CounterValue value) {
            return new Bill(
                    value.key().account(), value.key().meter(), value.key().window());
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

    /** One row for each bill, by its place among those asked for. */
    private Map<Bill, Long> others(List<Batch> taken) throws SQLException {
        Map<Bill, PlacedValue> asked = new LinkedHashMap<>();
        for (Batch batch : taken) {
            for (CounterValue value : batch.values()) {
                asked.computeIfAbsent(
                        Bill.of(value), any -> new PlacedValue(asked.size(), batch.partition(), value, false));
            }
        }
        if (asked.isEmpty()) {
            return Map.of();
        }
        List<Bill> bills = List.copyOf(asked.keySet());
        record Sum(int place, long net) {}
        return session
                .list(
                        "SELECT v.place, (SELECT COALESCE(SUM(u.used - u.refunded), 0) FROM tallygate_usage u"
                                + " WHERE u.partition_id = v.partition_id AND u.account = v.account"
                                + " AND u.window_start = v.window_start AND u.window_end = v.window_end"
                                + " AND u.meter = v.meter AND u.incarnation <> CAST(? AS BIGINT)) FROM "
                                + UsageArrays.TABLE,
                        row -> new Sum(row.getInt(1), row.getLong(2)),
                        new UsageArrays(session, List.copyOf(asked.values())).parameters(life.incarnation()))
                .stream()
                .collect(Collectors.toMap(sum -> bills.get(sum.place()), Sum::net));
    }
}
