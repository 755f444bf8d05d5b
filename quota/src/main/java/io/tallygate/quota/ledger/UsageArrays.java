package io.tallygate.quota.ledger;

import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Values as arrays, one for each column, so that a statement takes thousands of them at once. */
final class UsageArrays {
    /** The arrays as a table. */
    static final String TABLE = """
            UNNEST(CAST(? AS INTEGER ARRAY), CAST(? AS INTEGER ARRAY), CAST(? AS INTEGER ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS VARCHAR ARRAY), CAST(? AS BIGINT ARRAY), CAST(? AS BIGINT ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS INTEGER ARRAY), CAST(? AS BOOLEAN ARRAY), CAST(? AS BIGINT ARRAY),
                CAST(? AS BIGINT ARRAY), CAST(? AS BOOLEAN ARRAY), CAST(? AS BIGINT ARRAY))
                AS v(place, partition_id, counter, account, meter, window_start, window_end, plan, plan_version, late,
                    used, refunded, closed, key_hash)""";

    /** The same without the keys, which a counter that is known already has. */
    static final String KNOWN = """
            UNNEST(CAST(? AS INTEGER ARRAY), CAST(? AS INTEGER ARRAY), CAST(? AS BIGINT ARRAY), CAST(? AS BIGINT ARRAY),
                CAST(? AS BOOLEAN ARRAY), CAST(? AS BIGINT ARRAY))
                AS v(partition_id, counter, used, refunded, closed, key_hash)""";

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
        Array[] columns = {
            integers(PlacedValue::place),
            integers(PlacedValue::partition),
            integers(it -> it.value().counter()),
            texts(it -> it.key().account().value()),
            texts(it -> it.key().meter()),
            longs(it -> it.key().window().start().toEpochMilli()),
            longs(it -> it.key().window().end().toEpochMilli()),
            texts(it -> it.key().plan()),
            integers(it -> it.key().planVersion()),
            booleans(it -> it.key().late()),
            longs(it -> it.value().used()),
            longs(it -> it.value().refunded()),
            booleans(PlacedValue::closed),
            longs(it -> it.key().hash())
        };
        return joined(before, columns);
    }

    /** The parameters of {@link #KNOWN}, before those given. */
    Object[] knownBefore(Object... after) throws SQLException {
        Array[] columns = {
            integers(PlacedValue::partition),
            integers(it -> it.value().counter()),
            longs(it -> it.value().used()),
            longs(it -> it.value().refunded()),
            booleans(PlacedValue::closed),
            longs(it -> it.key().hash())
        };
        return joined(columns, after);
    }

    /** The parameters of {@link #TABLE}, before those given. */
    Object[] parametersBefore(Object... after) throws SQLException {
        return joined(parameters(), after);
    }

    private static Object[] joined(Object[] first, Object[] second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray();
    }

    // Arrays of the very type, because drivers send them in binary then.

    private Array integers(Function<PlacedValue, Integer> column) throws SQLException {
        return session.array("INTEGER", values.stream().map(column).toArray(Integer[]::new));
    }

    private Array longs(Function<PlacedValue, Long> column) throws SQLException {
        return session.array("BIGINT", values.stream().map(column).toArray(Long[]::new));
    }

    private Array booleans(Function<PlacedValue, Boolean> column) throws SQLException {
        return session.array("BOOLEAN", values.stream().map(column).toArray(Boolean[]::new));
    }

    private Array texts(Function<PlacedValue, String> column) throws SQLException {
        return session.array("VARCHAR", values.stream().map(column).toArray(String[]::new));
    }
}
