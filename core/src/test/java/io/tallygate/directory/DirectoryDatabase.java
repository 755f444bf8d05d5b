package io.tallygate.directory;

import io.tallygate.contract.EmbeddedPostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
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

    /** Brings a copy to where this database is, as replication does: all at once. */
    void replicateTo(DirectoryDatabase copy) {
        try (Connection from = dataSource.getConnection();
                Connection to = copy.dataSource.getConnection()) {
            to.setAutoCommit(false);
            for (String table : TABLES) {
                if (!table.equals("tallygate_audit")) { // not looked up
                    copyRows(from, to, table);
                }
            }
            to.commit();
            to.setAutoCommit(true);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void copyRows(Connection from, Connection to, String table) throws SQLException {
        try (Statement delete = to.createStatement();
                Statement select = from.createStatement();
                ResultSet rows = select.executeQuery("select * from " + table)) {
            delete.execute("delete from " + table);
            int columns = rows.getMetaData().getColumnCount();
            String marks = String.join(", ", Collections.nCopies(columns, "?"));
            try (PreparedStatement insert = to.prepareStatement("insert into " + table + " values (" + marks + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.executeUpdate();
                }
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
