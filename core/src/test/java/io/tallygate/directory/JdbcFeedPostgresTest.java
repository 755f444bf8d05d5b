package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.jdbc.Transactions;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JdbcFeedPostgresTest extends JdbcFeedContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.postgres("feed");

    @Override
    DirectoryDatabase database() {
        return DATABASE;
    }

    @Test
    void letsNoWriterWhoSleepsKeepTheOthersFromChanging() throws SQLException {
        DATABASE.emptyDirectory();
        Transactions.on(DATABASE.dataSource(), Duration.ofSeconds(5)).run(statements -> {
            Change change = new Change.Removed(new CredentialId("key-1"));
            ChangeTable.append(statements, change, 42, Instant.EPOCH);
            assertThat(idleLimit(statements)).isEqualTo("10s");
            return true;
        });
        assertThat(Transactions.on(DATABASE.dataSource(), Duration.ofSeconds(5))
                        .<String>single(JdbcFeedPostgresTest::idleLimit))
                .isEqualTo("0");
    }

    private static String idleLimit(Transactions.Statements statements) throws SQLException {
        try (PreparedStatement show = statements.prepare("show idle_in_transaction_session_timeout");
                ResultSet row = show.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
