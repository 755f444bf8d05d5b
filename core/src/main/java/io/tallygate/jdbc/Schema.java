package io.tallygate.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one module as a list of dated scripts, which are only ever added to. They can be applied by
 * {@link #apply}, printed for whoever owns the database, or run by Flyway, whose naming they follow and whose
 * {@code {vendor}} is our folder. Which have been applied stands in the table {@code tallygate_schema}. Immutable and
 * thread-safe.
 */
public final class Schema {
    private static final Pattern NAME = Pattern.compile("V[0-9]+(_[0-9]+)*__[a-z0-9_]+\\.sql");
    private static final long LOCK = 0x7461_6c6c_7967L; // "tallyg"; any number that no other application locks by
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final String BOOKS = """
            create table if not exists tallygate_schema (
              script varchar(200) not null primary key,
              sha256 varchar(64) not null
            );
            """;

    private final List<String> names;
    private final Scripts scripts;

    private Schema(List<String> names, Scripts scripts) {
        this.names = names;
        this.scripts = scripts;
    }

    /**
     * Scripts in the order in which they are applied, all of one module.
     *
     * <p>In PostgreSQL they are applied in one transaction. H2 commits at each change of the schema, so its scripts
     * must be repeatable ({@code if not exists}).
     *
     * @param names as Flyway wants them, such as {@code V2026_11_21_1__tallygate_directory.sql}; unique over all modules
     * @param scripts where they are read from
     */
    public static Schema of(List<String> names, Scripts scripts) {
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("script must be named as " + NAME + ", was " + name);
            }
        }
        return new Schema(List.copyOf(names), scripts);
    }

    /** All statements that {@link #apply} would run on an empty database, to be run by hand. */
    public String print(Dialect dialect) {
        StringBuilder text = new StringBuilder(BOOKS);
        for (String name : names) {
            String script = read(dialect, name);
            text.append("\n-- ").append(name).append('\n').append(script);
            text.append("insert into tallygate_schema (script, sha256) values ('" + name + "', '" + sha256(script))
                    .append("');\n");
        }
        return text.toString();
    }

    /**
     * Applies what has not been applied. May be called at every start and by several processes at once.
     *
     * @throws IllegalStateException when the database refuses, is of another kind, or an applied script was different
     */
    public void apply(DataSource dataSource) {
        try {
            Transactions.on(dataSource, TIMEOUT).run(this::applyAll);
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "the schema cannot be applied (SQLState " + failed.getSQLState()
                            + "); have the tables created by a user who may, with what print() gives",
                    failed);
        }
    }

    private boolean applyAll(Transactions.Statements statements) throws SQLException {
        Dialect dialect = statements.dialect();
        try (Statement statement = statements.connection().createStatement()) {
            if (dialect == Dialect.POSTGRESQL) {
                statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            }
            statement.execute(BOOKS);
            for (String name : names) {
                String script = read(dialect, name);
                if (!isApplied(statements, name, sha256(script))) {
                    statement.execute(script);
                    record(statements, name, sha256(script));
                }
            }
        }
        return true;
    }

    private static boolean isApplied(Transactions.Statements statements, String name, String sha256)
            throws SQLException {
        try (PreparedStatement select = statements.prepare("select sha256 from tallygate_schema where script = ?")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return false;
                }
                if (!sha256.equals(rows.getString(1))) {
                    throw new IllegalStateException("script " + name
                            + " was applied in another form; use the version of Tallygate that applied it, or a newer");
                }
                return true;
            }
        }
    }

    private static void record(Transactions.Statements statements, String name, String sha256) throws SQLException {
        try (PreparedStatement insert =
                statements.prepare("insert into tallygate_schema (script, sha256) values (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, sha256);
            insert.executeUpdate();
        } catch (SQLException failed) {
            // only in H2, where nothing keeps two processes from applying the same repeatable script
            if (SqlFailure.of(failed) != SqlFailure.DUPLICATE) {
                throw failed;
            }
        }
    }

    private String read(Dialect dialect, String name) {
        String path = dialect.folder() + "/" + name;
        try (InputStream stream = scripts.open(path)) {
            if (stream == null) {
                throw new IllegalStateException("script " + path + " is missing from its jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String sha256(String script) {
        try {
            byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Opens scripts. Called in the module that holds them, because its resources are its own. */
    @FunctionalInterface
    public interface Scripts {
        /**
         * Opens one.
         *
         * @param path the dialect's folder, a slash, and the script's name
         * @return null when there is none
         */
        @Nullable
        InputStream open(String path);
    }
}
