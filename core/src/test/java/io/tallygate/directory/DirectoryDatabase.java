package io.tallygate.directory;

import io.tallygate.contract.EmbeddedPostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A database with a directory's tables, for tests.
 *
 * @param dataSource pooled
 */
record DirectoryDatabase(DataSource dataSource) {
    private static final List<String> TABLES = List.of(
            "tallygate_credential",
            "tallygate_account",
            "tallygate_revocation",
            "tallygate_audit",
            "tallygate_change",
            "tallygate_feed");

    static DirectoryDatabase h2(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        JdbcDirectory.schema().apply(database);
        return new DirectoryDatabase(JdbcConnectionPool.create(database));
    }

    static DirectoryDatabase postgres(String name) {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.shared();
        JdbcDirectory.schema().apply(server.emptyDatabase(name));
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name + "?user=postgres");
        // H2's, which pools the connections of any driver
        return new DirectoryDatabase(JdbcConnectionPool.create(connections));
    }

    /** A directory with nothing in it. */
    JdbcDirectory emptyDirectory() {
        StringBuilder statements = new StringBuilder(); // one commit, for it is forced to disk
        TABLES.subList(0, 5).forEach(table -> statements.append("delete from " + table + ";\n"));
        execute(statements + "update tallygate_feed set number = 0, tag = 0");
        return JdbcDirectory.on(dataSource);
    }

    /** Copies all tables, and gives what puts the copies in their place. */
    Runnable backUp() {
        for (String table : TABLES) {
            execute("drop table if exists backup_" + table);
            execute("create table backup_" + table + " as select * from " + table);
        }
        return this::restore;
    }

    private void restore() {
        for (String table : TABLES) {
            execute("delete from " + table);
            if (!table.equals("tallygate_audit")) { // its numbers are the database's own; no feed depends on them
                execute("insert into " + table + " select * from backup_" + table);
            }
        }
    }

    void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
