package io.tallygate.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tallygate.directory.JdbcDirectory;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Revocation;
import io.tallygate.quota.ledger.JdbcLedger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/** The data centre: one SQL database that holds the directory and the ledger. */
final class Centre implements AutoCloseable {
    private final @Nullable Server embedded;
    private final String url;
    private final HikariDataSource pool;
    private final NewsBell bell = new NewsBell();

    private Centre(@Nullable Server embedded, String url) throws IOException {
        this.embedded = embedded;
        this.url = url;
        this.pool = pool(url, 4);
    }

    /** Opens the given database, or an H2 server of our own when no URL is given. */
    static Centre open(String jdbcUrl, Path directory) throws IOException, SQLException {
        Server server = null;
        String url = jdbcUrl;
        if (jdbcUrl.isBlank()) {
            server = Server.createTcpServer("-tcpPort", "0", "-baseDir", directory.toString(), "-ifNotExists")
                    .start();
            url = "jdbc:h2:tcp://localhost:" + server.getPort()
                    + "/./centre;USER=sa;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
        }
        Centre centre = new Centre(server, url);
        JdbcDirectory.schema().apply(centre.pool);
        JdbcLedger.schema().apply(centre.pool);
        centre.requireNew();
        return centre;
    }

    /** Every edge that a ledger knows must close the month; those of an earlier demo never will. */
    private void requireNew() {
        if (!ledger().health().edges().isEmpty()) {
            throw new IllegalStateException("the database has edges of its own; give the demo an empty one");
        }
    }

    static HikariDataSource pool(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(5_000); // waits for the first connection
        return new HikariDataSource(config);
    }

    JdbcDirectory directory() {
        return JdbcDirectory.on(pool);
    }

    JdbcLedger ledger() {
        return JdbcLedger.on(pool);
    }

    /** Revokes a key everywhere. PostgreSQL tells the edges by itself; for other databases we ring. */
    void revoke(CredentialId key) {
        directory().revoke(new Revocation.OfCredential(key), null);
        bell.ring();
    }

    /** Where the edges are told of news. */
    InetSocketAddress newsAddress() {
        return bell.address();
    }

    /** Where the database listens. */
    InetSocketAddress databaseAddress() {
        URI server = server();
        int port = server.getPort() > 0 ? server.getPort() : 5432;
        return new InetSocketAddress(server.getHost(), port);
    }

    /** The same database for those who live beyond the ocean. */
    String urlThrough(int oceanPort) {
        return url.replace(server().getAuthority(), "localhost:" + oceanPort);
    }

    private URI server() {
        return URI.create("db:" + url.substring(url.indexOf("//")).split("[;?]", 2)[0]);
    }

    @Override
    public void close() throws IOException {
        bell.close();
        pool.close();
        if (embedded != null) {
            embedded.stop();
        }
    }
}
