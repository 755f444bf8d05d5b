package io.tallygate.quota.ledger;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Values as arrays, one for each column, so that a statement takes thousands of them at once. */
final class UsageArrays {
    /** The arrays as a table. */
    static final String TABLE = """
            UNNEST(CAST(? AS INTEGER ARRAY), CAST(? AS INTEGER ARRAY), CAST(? AS INTEGER ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS VARCHAR ARRAY), CAST(? AS BIGINT ARRAY), CAST(? AS BIGINT ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS INTEGER ARRAY), CAST(? AS BOOLEAN ARRAY), CAST(? AS BIGINT ARRAY),
                CAST(? AS BIGINT ARRAY), CAST(? AS BOOLEAN ARRAY))
                AS v(place, partition_id, counter, account, meter, window_start, window_end, plan, plan_version, late,
                    used, refunded, closed)""";

    private final LedgerSession session;
    private final List<PlacedValue> values;

    UsageArrays(LedgerSession session, List<PlacedValue> values) {
        this.session = session;
        this.values = values;
    }

    /**
     * A value with what the statement needs to know about it.
     *
     * @param place where it stands in the list
     * @param closed whether what it adds is late
     */
    record PlacedValue(int place, int partition, CounterValue value, boolean closed) {
        CounterKey key() {
            return value.key();
        }
    }

    /** The parameters of {@link #TABLE}, after those given. */
    Object[] parameters(Object... before) throws SQLException {
        Object[] all = new Object[before.length + 13];
        System.arraycopy(before, 0, all, 0, before.length);
        int at = before.length;
        all[at++] = array("INTEGER", PlacedValue::place);
        all[at++] = array("INTEGER", PlacedValue::partition);
        all[at++] = array("INTEGER", it -> it.value().counter());
        all[at++] = array("VARCHAR", it -> it.key().account().value());
        all[at++] = array("VARCHAR", it -> it.key().meter());
        all[at++] = array("BIGINT", it -> it.key().window().start().toEpochMilli());
        all[at++] = array("BIGINT", it -> it.key().window().end().toEpochMilli());
        all[at++] = array("VARCHAR", it -> it.key().plan());
        all[at++] = array("INTEGER", it -> it.key().planVersion());
        all[at++] = array("BOOLEAN", it -> it.key().late());
        all[at++] = array("BIGINT", it -> it.value().used());
        all[at++] = array("BIGINT", it -> it.value().refunded());
        all[at] = array("BOOLEAN", PlacedValue::closed);
        return all;
    }

    /** The parameters of {@link #TABLE}, before those given. */
    Object[] parametersBefore(Object... after) throws SQLException {
        Object[] all = parameters();
        Object[] more = Arrays.copyOf(all, all.length + after.length);
        System.arraycopy(after, 0, more, all.length, after.length);
        return more;
    }

    private Array array(String type, Function<PlacedValue, Object> column) throws SQLException {
        return session.array(type, values.stream().map(column).toArray());
    }
}
