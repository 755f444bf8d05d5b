package io.tallygate.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * One real PostgreSQL for all tests of a JVM, started when first asked for and stopped with the JVM. It forces commits
 * to disk, which the library that starts it leaves out by default: a test of durability, or of speed, means nothing
 * otherwise. Thread-safe.
 */
public final class EmbeddedPostgresServer {
    private final EmbeddedPostgres server;

    private EmbeddedPostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** The one of this JVM. */
    public static EmbeddedPostgresServer shared() {
        return Holder.SHARED;
    }

    /** An empty database of that name; what was in it is gone. Connections are not pooled. */
    public DataSource emptyDatabase(String name) {
        String safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + safe + " with (force)");
            statement.execute("create database " + safe);
            return server.getDatabase("postgres", safe);
        } catch (SQLException failed) {
            throw new IllegalStateException("no database for the test", failed);
        }
    }

    /** Where the server listens on the loopback address; its superuser is {@code postgres}, without a password. */
    public int port() {
        return server.getPort();
    }

    private static final class Holder {
        static final EmbeddedPostgresServer SHARED = start();

        private static EmbeddedPostgresServer start() {
            try {
                return new EmbeddedPostgresServer(EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
