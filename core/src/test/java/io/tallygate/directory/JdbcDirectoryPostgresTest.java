package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.EmbeddedPostgresServer;
import io.tallygate.model.CredentialId;
import io.tallygate.spi.DirectoryUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JdbcDirectoryPostgresTest extends JdbcDirectoryContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.postgres("directory");
    private static final DataSource DATA_SOURCE = DATABASE.dataSource();
    private static final String WAITING =
            "select count(*) from pg_locks where relation = 'tallygate_account'::regclass and not granted";

    @Override
    DirectoryDatabase database() {
        return DATABASE;
    }

    @Override
    DataSource databaseWithoutTables() {
        return EmbeddedPostgresServer.shared().emptyDatabase("directory_bare");
    }

    @Test
    void isUnavailableWhenNobodyListens() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setServerNames(new String[] {"127.0.0.1"});
        nobody.setPortNumbers(new int[] {1});
        assertThatThrownBy(() -> JdbcDirectory.on(nobody).find(new CredentialId("key-1")))
                .isInstanceOf(DirectoryUnavailableException.class)
                .hasMessageContaining("08001");
    }

    @Test
    void givesUpOnAStatementThatTakesTooLong() throws SQLException {
        try (Connection blocking = DATA_SOURCE.getConnection();
                Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("lock table tallygate_credential in access exclusive mode");
            JdbcDirectory impatient = JdbcDirectory.on(DATA_SOURCE).timeout(Duration.ofSeconds(1));
            assertThatThrownBy(() -> impatient.find(new CredentialId("key-1")))
                    .isInstanceOf(DirectoryUnavailableException.class)
                    .hasMessageContaining("57014");
            blocking.rollback();
        }
        assertThat(JdbcDirectory.on(DATA_SOURCE).find(new CredentialId("none"))).isEmpty();
    }

    @Test
    void recordsAnAssignmentAsMadeFromTheOneThatWasQuicker() throws SQLException {
        JdbcDirectory directory = DATABASE.emptyDirectory();
        try (Connection quicker = DATA_SOURCE.getConnection();
                Statement statement = quicker.createStatement()) {
            quicker.setAutoCommit(false);
            statement.execute("lock table tallygate_account in share row exclusive mode");
            statement.execute("insert into tallygate_account (account, plan) values ('acme', 'starter')");
            CompletableFuture<Void> slower = CompletableFuture.runAsync(() -> directory.assign("acme", "pro"));
            while (!slower.isDone() && one(statement, WAITING).equals("0")) {
                Thread.onSpinWait();
            }
            quicker.commit();
            quicker.setAutoCommit(true);
            slower.join();
            assertThat(one(statement, "select state_before from tallygate_audit"))
                    .isEqualTo("plan starter");
        }
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    @Test
    void forcesCommitsToDisk() throws SQLException {
        try (Connection connection = DATA_SOURCE.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select current_setting('fsync'), current_setting('synchronous_commit')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1) + row.getString(2)).isEqualTo("onon");
        }
    }
}
