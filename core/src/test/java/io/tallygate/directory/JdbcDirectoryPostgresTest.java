package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.EmbeddedPostgresServer;
import io.tallygate.model.CredentialId;
import io.tallygate.spi.DirectoryUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JdbcDirectoryPostgresTest extends JdbcDirectoryContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.postgres("directory");
    private static final DataSource DATA_SOURCE = DATABASE.dataSource();

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
