package io.tallygate.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.EmbeddedPostgresServer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionsTest {
    private final JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:transactions", "", "");
    private final Transactions transactions = Transactions.on(pool, Duration.ofSeconds(5));
    private Connection keepsTheDatabase;

    @BeforeEach
    void createTable() throws SQLException {
        keepsTheDatabase = pool.getConnection();
        keepsTheDatabase.createStatement().execute("create table t (n int primary key)");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        keepsTheDatabase.close();
        pool.dispose();
    }

    @Test
    void commitsWhatReturnsAndRollsBackWhatThrows() throws SQLException {
        transactions.run(statements -> insert(statements, 1));
        assertThatThrownBy(() -> transactions.run(statements -> {
                    insert(statements, 2);
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(count()).isOne();
    }

    @Test
    void givesConnectionsBackAsTheyCame() throws SQLException {
        transactions.run(statements -> insert(statements, 1));
        assertThatThrownBy(() -> transactions.run(statements -> insert(statements, 1)))
                .isInstanceOf(SQLException.class);
        assertThat(pool.getActiveConnections()).isOne();
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    /** Drivers such as H2's ask the server each time, which is an ocean away. */
    @Test
    void changesTheCommitModeOnlyWhereItDiffers() throws SQLException {
        AtomicInteger changes = new AtomicInteger();
        Transactions counted = Transactions.on(countingChanges(changes), Duration.ofSeconds(5));
        counted.single(statements -> insert(statements, 1));
        assertThat(changes).hasValue(0);
        counted.run(statements -> insert(statements, 2));
        assertThat(changes).hasValue(2);
    }

    private DataSource countingChanges(AtomicInteger changes) throws SQLException {
        Connection real = keepsTheDatabase;
        Connection counting = proxy(Connection.class, (any, method, arguments) -> {
            changes.addAndGet(method.getName().equals("setAutoCommit") ? 1 : 0);
            return method.getName().equals("close") ? null : method.invoke(real, arguments);
        });
        return proxy(DataSource.class, (any, method, arguments) -> counting);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void repeatsWhatOthersHaveMadeFailButNotForEver() throws SQLException {
        AtomicInteger attempts = new AtomicInteger();
        transactions.run(statements -> {
            insert(statements, 1);
            if (attempts.incrementAndGet() < 5) {
                throw new SQLException("planted", "40001");
            }
            return true;
        });
        assertThat(attempts).hasValue(5);
        assertThat(count()).isOne();
        attempts.set(0);
        assertThatThrownBy(() -> transactions.run(statements -> {
                    attempts.incrementAndGet();
                    throw new SQLException("planted", "40P01");
                }))
                .isInstanceOf(SQLException.class);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void repeatsNothingElse() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> transactions.run(statements -> {
                    attempts.incrementAndGet();
                    throw new SQLException("commit or not, who knows", "08006");
                }))
                .isInstanceOf(SQLException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    @Timeout(300)
    void losesNoSerializableIncrement() throws Exception {
        DataSource postgres = EmbeddedPostgresServer.shared().emptyDatabase("transactions");
        try (Connection connection = postgres.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table counter (n int); insert into counter values (0);"
                    + "alter database transactions set default_transaction_isolation = 'serializable'");
        }
        Transactions serializable = Transactions.on(postgres, Duration.ofSeconds(5));
        int writers = 3;
        int rounds = 5;
        AtomicInteger attempts = new AtomicInteger();
        Phaser together = new Phaser(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            all.add(threads.submit(() -> {
                int done = 0;
                try {
                    for (int round = 0; round < rounds; round++) {
                        AtomicBoolean first = new AtomicBoolean(true);
                        done += serializable.run(statements -> {
                            attempts.incrementAndGet();
                            int read = read(statements);
                            if (first.getAndSet(false)) {
                                together.arriveAndAwaitAdvance(); // all have read what only one of them may change
                            }
                            return write(statements, read + 1);
                        });
                    }
                } finally {
                    together.arriveAndDeregister();
                }
                return done;
            }));
        }
        int done = 0;
        for (Future<Integer> one : all) {
            done += one.get();
        }
        threads.shutdown();
        assertThat(done).isEqualTo(writers * rounds);
        assertThat(attempts.get())
                .as("in each round all but one begin anew")
                .isGreaterThanOrEqualTo((2 * writers - 1) * rounds);
        assertThat(number(postgres, "select n from counter")).isEqualTo(writers * rounds);
    }

    private static int read(Transactions.Statements statements) throws SQLException {
        try (PreparedStatement select = statements.prepare("select n from counter");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int write(Transactions.Statements statements, int number) throws SQLException {
        try (PreparedStatement update = statements.prepare("update counter set n = ?")) {
            update.setInt(1, number);
            return update.executeUpdate();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40001, REPEATABLE",
        "40P01, REPEATABLE",
        "90131, REPEATABLE",
        "08000, UNAVAILABLE",
        "08006, UNAVAILABLE",
        "57P01, UNAVAILABLE",
        "57P03, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "57014, UNAVAILABLE",
        "HYT00, UNAVAILABLE",
        "90121, UNAVAILABLE",
        "23505, DUPLICATE",
        "42P01, NO_TABLE",
        "42S02, NO_TABLE",
        "42S04, NO_TABLE",
        "23502, OTHER",
        "42601, OTHER",
        "57000, OTHER",
        "22001, OTHER"
    })
    void tellsFailuresApartByTheirState(String state, SqlFailure meaning) {
        assertThat(SqlFailure.of(new SQLException("planted", state))).isEqualTo(meaning);
    }

    @Test
    void takesAPoolWithoutConnectionsForAnUnavailableDatabase() {
        assertThat(SqlFailure.of(new SQLTransientConnectionException("timed out")))
                .isEqualTo(SqlFailure.UNAVAILABLE);
        assertThat(SqlFailure.of(new SQLException("no state"))).isEqualTo(SqlFailure.UNAVAILABLE);
        assertThat(SqlFailure.mayQuoteValues(new SQLException("Failing row contains", "23502")))
                .isTrue();
        assertThat(SqlFailure.mayQuoteValues(new SQLException("x", "08006"))).isFalse();
    }

    private static boolean insert(Transactions.Statements statements, int n) throws SQLException {
        try (PreparedStatement insert = statements.prepare("insert into t values (?)")) {
            insert.setInt(1, n);
            return insert.executeUpdate() == 1;
        }
    }

    private long count() throws SQLException {
        return number(pool, "select count(*) from t");
    }

    private static long number(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
