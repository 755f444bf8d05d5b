package io.tallygate.examples.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.tallygate.quota.ledger.JdbcLedger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Brings what an edge counted into PostgreSQL: {@value #ROWS} rows in one committed transaction. An operation is one row:
 * for us and the limit a counter with all requests since the last flush, for the peers a single request.
 */
@OperationsPerInvocation(FlushBenchmark.ROWS)
public class FlushBenchmark {
    static final int ROWS = 10_000;

    private static final String UPSERT = """
            INSERT INTO floor_counter (incarnation, counter, used, refunded)
            SELECT ?, counter, used, refunded FROM unnest(?, ?, ?) AS sent (counter, used, refunded)
            ON CONFLICT (incarnation, counter) DO UPDATE
            SET used = greatest(floor_counter.used, excluded.used),
                refunded = greatest(floor_counter.refunded, excluded.refunded)""";

    /** All that a flush of ours is, with a pool as a service has one. */
    @State(Scope.Thread)
    public static class Ours {
        private HikariDataSource pool;
        private CounterFlush counters;

        @Setup
        public void open() throws SQLException {
            Database.fresh().close();
            pool = Database.pool();
            JdbcLedger.schema().apply(pool);
            counters = new CounterFlush(JdbcLedger.on(pool), ROWS);
        }

        @TearDown
        public void close() {
            pool.close();
        }
    }

    /** The bare statement: no heads, no registry, no answers. */
    @State(Scope.Thread)
    public static class Upsert {
        private final Long[] used = new Long[ROWS];
        private final Long[] refunded = new Long[ROWS];
        private final Integer[] counters = new Integer[ROWS];
        private Connection connection;
        private PreparedStatement statement;
        private long flushes;

        @Setup
        public void open() throws SQLException {
            connection = Database.fresh();
            Database.run(connection, """
                    CREATE TABLE floor_counter (
                        incarnation bigint, counter int, used bigint NOT NULL, refunded bigint NOT NULL,
                        PRIMARY KEY (incarnation, counter)) WITH (fillfactor = 50)""");
            connection.setAutoCommit(false);
            statement = connection.prepareStatement(UPSERT);
            for (int i = 0; i < ROWS; i++) {
                counters[i] = i;
                refunded[i] = 0L;
            }
        }

        @TearDown
        public void close() throws SQLException {
            connection.close();
        }

        void flush() throws SQLException {
            flushes++;
            for (int i = 0; i < ROWS; i++) {
                used[i] = flushes * 100 + i;
            }
            Array numbers = connection.createArrayOf("int4", counters);
            statement.setLong(1, 1);
            statement.setArray(2, numbers);
            statement.setArray(3, connection.createArrayOf("int8", used));
            statement.setArray(4, connection.createArrayOf("int8", refunded));
            Check.that(statement.executeUpdate() == ROWS);
            connection.commit();
        }
    }

    /** A row for each request. */
    @State(Scope.Thread)
    public static class Inserts {
        private final UUID[] ids = new UUID[ROWS];
        private Connection connection;
        private PreparedStatement statement;
        private long sequence;

        @Setup
        public void open() throws SQLException {
            connection = Database.fresh();
            Database.run(
                    connection,
                    "CREATE TABLE request (id uuid PRIMARY KEY, account text NOT NULL, at bigint NOT NULL)");
            connection.setAutoCommit(false);
            statement = connection.prepareStatement("INSERT INTO request VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        }

        @TearDown
        public void close() throws SQLException {
            connection.close();
        }

        void insert() throws SQLException {
            for (UUID id : ids) {
                statement.setObject(1, id);
                statement.setString(2, "account-" + (sequence++ * 7919 % ROWS));
                statement.setLong(3, sequence);
                statement.addBatch();
            }
            Check.that(statement.executeBatch().length == ROWS);
            connection.commit();
        }
    }

    /** Ids as they come from the JDK. */
    @State(Scope.Thread)
    public static class RandomIds extends Inserts {
        @Setup(Level.Invocation)
        public void draw() {
            for (int i = 0; i < ROWS; i++) {
                super.ids[i] = UUID.randomUUID();
            }
        }
    }

    /** Ids in order of time, which an index likes best. */
    @State(Scope.Thread)
    public static class OrderedIds extends Inserts {
        private long last;

        @Setup(Level.Invocation)
        public void draw() {
            for (int i = 0; i < ROWS; i++) {
                long tick = last++;
                super.ids[i] = new UUID(
                        (tick >>> 12) << 16 | 0x7000 | tick & 0xFFF,
                        UUID.randomUUID().getLeastSignificantBits());
            }
        }
    }

    @Benchmark
    public void ours(Ours ours) {
        ours.counters.flush();
    }

    @Benchmark
    public void limit(Upsert upsert) throws SQLException {
        upsert.flush();
    }

    @Benchmark
    public void insertV4(RandomIds inserts) throws SQLException {
        inserts.insert();
    }

    @Benchmark
    public void insertV7(OrderedIds inserts) throws SQLException {
        inserts.insert();
    }
}
