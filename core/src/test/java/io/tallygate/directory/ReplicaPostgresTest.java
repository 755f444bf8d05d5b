package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.CredentialId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaPostgresTest extends ReplicaContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.postgres("replicated");
    private static final DirectoryDatabase STANDBY = DirectoryDatabase.postgres("standby");

    @Override
    DirectoryDatabase database() {
        return DATABASE;
    }

    @Override
    DirectoryDatabase standby() {
        return STANDBY;
    }

    @Test
    void goesToTheReplicaWhenAStatementTakesTooLong() throws SQLException {
        JdbcDirectory impatient = JdbcDirectory.on(DATABASE.dataSource())
                .timeout(Duration.ofSeconds(1))
                .replica(STANDBY.dataSource());
        try (Connection blocking = DATABASE.dataSource().getConnection();
                Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("lock table tallygate_credential in access exclusive mode");
            assertThat(impatient.find(new CredentialId("none"))).isEmpty();
            blocking.rollback();
        }
        assertThat(impatient.replicaStatus().orElseThrow().inUse()).isTrue();
    }
}
