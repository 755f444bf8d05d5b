package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.DirectoryContract;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Network;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.DirectoryUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in every database beyond the contract of all directories. */
abstract class JdbcDirectoryContract extends DirectoryContract {
    private static final CredentialId GOOD = new CredentialId("good");
    private static final CredentialId BAD = new CredentialId("bad");
    private static final AccountId ACME = new AccountId("acme");

    private final JdbcDirectory directory = JdbcDirectory.on(database().dataSource());

    /** The same for all tests. */
    abstract DirectoryDatabase database();

    @Override
    protected final DirectoryAdmin emptyDirectory() {
        return database().emptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entitlement = ''",
                "entitlement = '2'",
                "entitlement = '1 '",
                "entitlement = entitlement || ' '",
                "entitlement = entitlement || '\nmay-do everything'",
                "entitlement = '1\nscopes b a'",
                "entitlement = '1\nscopes a a'",
                "entitlement = '1\nnetworks 10.0.0.1/8'",
                "entitlement = '1\nduring 2026-01-01T00:00:00Z'",
                "entitlement = '1\nnot-after 2026-01-01'",
                "entitlement = '1\nissuer \\0041'",
                "entitlement = '1\nissuer \\00'",
                "entitlement = '1\nissuer hunter2 hunter2'",
                "secrets = '1\nsha256'",
                "secrets = '1\nsha256 a b c'",
                "secrets = '1\nf v\nf v\nf v\nf v\nf v'",
                "account = ''",
                "account = 'two words'",
                "subject = 'ü'",
                "kind = ''",
                "label = 'two words'",
                "label = '\\0041'",
                "label = '\\000a'"
            })
    void refusesARowThatItDidNotWriteAndNamesItButNotItsContent(String damage) {
        directory.insert(record(GOOD));
        directory.insert(record(BAD));
        database().execute("update tallygate_credential set " + damage + " where id = 'bad'");
        assertThatThrownBy(() -> directory.find(BAD))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("tallygate_credential")
                .hasMessageContaining("id bad")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
        assertThat(directory.find(GOOD)).isPresent();
        assertThat(directory.findAll(List.of(GOOD, BAD))).containsOnlyKeys(GOOD);
    }

    @Test
    void doesNotRepeatAHostileId() {
        directory.insert(record(BAD));
        database().execute("update tallygate_credential set id = 'x\ny'");
        assertThatThrownBy(() -> directory.list(ACME))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("id that is not a credential id");
    }

    @Test
    void refusesARecordThatDoesNotFit() {
        List<String> patterns = IntStream.range(0, 100)
                .mapToObj(i -> "/" + "p".repeat(1000) + i)
                .toList();
        CredentialRecord record = record(GOOD);
        CredentialRecord large =
                record.withEntitlement(record.entitlement().withRestrictions(List.of(new Restriction.Paths(patterns))));
        assertThatThrownBy(() -> directory.insert(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 65536");
        assertThat(directory.find(GOOD)).isEmpty();
    }

    @Test
    void saysHowToCreateMissingTables() {
        DataSource bare = databaseWithoutTables();
        JdbcDirectory directory = JdbcDirectory.on(bare);
        assertThatThrownBy(() -> directory.find(GOOD))
                .isInstanceOf(DirectoryUnavailableException.class)
                .hasMessageContaining("JdbcDirectory.schema().apply(dataSource)");
        JdbcDirectory.schema().apply(bare);
        assertThat(directory.find(GOOD)).isEmpty();
    }

    /** Another database without any tables. */
    abstract DataSource databaseWithoutTables();

    @Test
    void refusesTimeLimitsThatAreNone() {
        assertThatThrownBy(() -> directory.timeout(Duration.ZERO)).hasMessageContaining("[1s, 10m]");
        assertThat(directory.timeout(Duration.ofSeconds(1)).find(GOOD)).isEmpty();
    }

    @Test
    void keepsNoRowOfANetworkThatItHasForgotten() throws SQLException {
        directory.insert(record(GOOD));
        for (int i = 0; i < 20; i++) {
            Instant seen = Instant.ofEpochSecond(i);
            Network network = Network.parse("10.0." + i + ".0/24");
            directory.recordUses(List.of(new CredentialUse(GOOD, seen, 1, Map.of(), Map.of(network, seen))));
        }
        try (Connection connection = database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from tallygate_credential_use")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).as("and one of permits").isEqualTo(CredentialUse.MAX_NETWORKS + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"what = 'hunter2'", "what = 'network 10.0.0.1/8'", "what = 'expired', uses = 0", "uses = -1"})
    void refusesAUseThatItDidNotWrite(String damage) {
        directory.insert(record(GOOD));
        directory.recordUses(List.of(new CredentialUse(GOOD, Instant.EPOCH, 1, Map.of(), Map.of())));
        database().execute("update tallygate_credential_use set " + damage);
        assertThatThrownBy(() -> directory.use(GOOD))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("tallygate_credential_use")
                .hasMessageContaining("id good")
                .hasMessageNotContaining("hunter2");
    }

    private static CredentialRecord record(CredentialId id) {
        Entitlement entitlement = Entitlement.of(ACME, Provenance.recorded(id, null));
        return new CredentialRecord(
                id, "api-key", List.of(new StoredSecret("sha256", "hunter2", null)), entitlement, false, 0);
    }
}
