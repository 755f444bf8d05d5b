package io.tallygate.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.EmbeddedPostgresServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private static final String FIRST = "V2026_1_1__first.sql";
    private static final String SECOND = "V2026_1_2__second.sql";

    private static Schema schema(String... secondScript) {
        Map<String, String> files = Map.of(
                "postgresql/" + FIRST,
                "create table one (n int);\ninsert into one values (1);\n",
                "h2/" + FIRST,
                "create table if not exists one (n int);\ncreate table if not exists two (n int);\n",
                "postgresql/" + SECOND,
                Stream.of(secondScript).findFirst().orElse(""),
                "h2/" + SECOND,
                Stream.of(secondScript).findFirst().orElse(""));
        return Schema.of(secondScript.length == 0 ? List.of(FIRST) : List.of(FIRST, SECOND), path -> {
            String text = files.get(path);
            return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void appliesEachScriptOnce(Dialect dialect) throws SQLException {
        DataSource database = empty(dialect, "once");
        schema().apply(database);
        schema().apply(database);
        assertThat(number(database, "select count(*) from tallygate_schema")).isOne();
        schema("insert into one values (7);").apply(database);
        schema("insert into one values (7);").apply(database);
        assertThat(number(database, "select count(*) from one where n = 7")).isOne();
        assertThat(number(database, "select count(*) from tallygate_schema")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void refusesAnAppliedScriptThatHasChanged(Dialect dialect) {
        DataSource database = empty(dialect, "changed");
        schema("insert into one values (7);").apply(database);
        assertThatThrownBy(() -> schema("insert into one values (8);").apply(database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(SECOND + " was applied in another form");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void printsWhatItWouldApply(Dialect dialect) throws SQLException {
        DataSource database = empty(dialect, "printed");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(schema().print(dialect));
        }
        schema().apply(database);
        assertThat(number(database, "select count(*) from tallygate_schema")).isOne();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void mayBeAppliedBySeveralProcessesAtOnce(Dialect dialect) throws Exception {
        DataSource database = empty(dialect, "together");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(threads.submit(() -> schema().apply(database)));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        assertThat(number(database, "select count(*) from tallygate_schema")).isOne();
        if (dialect == Dialect.POSTGRESQL) {
            assertThat(number(database, "select count(*) from one")).isOne();
        }
    }

    @Test
    void leavesNothingBehindInPostgresWhenAScriptFails() throws SQLException {
        DataSource database = empty(Dialect.POSTGRESQL, "failed");
        assertThatThrownBy(() -> schema("create table two (n int); nonsense").apply(database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("42601");
        assertThat(number(database, "select count(*) from pg_tables where schemaname = 'public'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"first.sql", "V1_first.sql", "V1__First.sql", "V1__a'b.sql", "../V1__a.sql"})
    void refusesNamesThatFlywayWouldNotOrder(String name) {
        assertThatThrownBy(() -> Schema.of(List.of(name), path -> null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichScriptIsMissing() {
        assertThatThrownBy(() -> Schema.of(List.of(FIRST), path -> null).print(Dialect.H2))
                .hasMessageContaining("h2/" + FIRST);
    }

    private static DataSource empty(Dialect dialect, String name) {
        if (dialect == Dialect.POSTGRESQL) {
            return EmbeddedPostgresServer.shared().emptyDatabase("schema_" + name);
        }
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:schema_" + name + ";DB_CLOSE_DELAY=-1");
        return database;
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
