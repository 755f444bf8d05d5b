package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.ChangeFeedContract;
import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the feed in every database beyond the contract of all feeds. */
abstract class JdbcFeedContract extends ChangeFeedContract {
    private static final AccountId ACME = new AccountId("acme");
    private static final Revocation OF_ACME = new Revocation.OfAccount(ACME);

    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");

    /** The same for all tests. */
    abstract DirectoryDatabase database();

    @Override
    protected final DirectoryAdmin emptyDirectory() {
        return database().emptyDirectory();
    }

    @Override
    protected final void cutLog(DirectoryAdmin directory) {
        assertThat(((JdbcDirectory) directory).time(time).trim(Duration.ZERO)).isZero();
        time.advance(Duration.ofDays(3650));
        assertThat(((JdbcDirectory) directory).time(time).trim(Duration.ZERO)).isPositive();
    }

    @Override
    protected final Optional<Runnable> backUp() {
        return Optional.of(database().backUp());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "change = ''",
                "change = 'suspended acme'",
                "change = 'assigned acme'",
                "change = 'assigned acme pro pro'",
                "change = 'assigned acme  pro'",
                "change = 'Assigned acme pro'",
                "change = 'added two\\0020words'",
                "change = 'added ke\\0079'",
                "change = 'updated key-1 02'",
                "change = 'updated key-1 9223372036854775808'",
                "change = 'revoked account acme'",
                "change = 'revoked - '",
                "change = 'revoked - planet earth'",
                "change = 'revoked 2026-01-01 account acme'",
                "change = 'revoked - issued-before 2026-01-01T00:00:00Z issued-before 2026-01-01T00:00:00Z'",
                "number = 7"
            })
    void neverSkipsALineThatItCannotRead(String damage) {
        JdbcDirectory directory = database().emptyDirectory();
        ChangeFeed feed = directory.changes().orElseThrow();
        directory.assign(ACME, "starter");
        FeedPosition before = feed.state().position();
        directory.assign(ACME, "pro");
        FeedPosition behind = feed.state().position();
        directory.assign(ACME, "enterprise");
        database().execute("update tallygate_change set " + damage + " where number = 2");
        assertThat(feed.changes(FeedPosition.START, 10)).isEqualTo(new ChangeFeed.Gap());
        assertThat(feed.changes(before, 10)).isEqualTo(new ChangeFeed.Gap());
        assertThat(feed.changes(before, 1)).isEqualTo(new ChangeFeed.Gap());
        if (!damage.startsWith("number")) {
            assertThat(feed.changes(behind, 10)).isInstanceOf(ChangeFeed.Page.class);
        }
        assertThat(feed.state().position().number()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "account", "account acme acme", "planet earth", "token a", "issued-before x", "key a b c"})
    void doesNotBeginWithoutARevocationThatItCannotRead(String text) {
        JdbcDirectory directory = database().emptyDirectory();
        directory.revoke(OF_ACME, null);
        database().execute("update tallygate_revocation set what = '" + text + "'");
        assertThatThrownBy(() -> directory.changes().orElseThrow().state())
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("tallygate_revocation")
                .hasMessageNotContaining("acme");
    }

    @Test
    void namesNoCredentialThatCannotBeOne() {
        JdbcDirectory directory = database().emptyDirectory();
        directory.insert(record("key-1"));
        database().execute("update tallygate_credential set id = 'two words'");
        assertThatThrownBy(() -> directory.changes().orElseThrow().credentials(null, 10))
                .isInstanceOf(UnreadableRowException.class);
    }

    @Test
    void doesNotReadAnAuditEntryThatItDidNotWrite() {
        JdbcDirectory directory = database().emptyDirectory();
        directory.insert(record("key-1"));
        database().execute("update tallygate_audit set action = 'MOVED'");
        assertThatThrownBy(() -> directory.history(new CredentialId("key-1"), 10))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("tallygate_audit");
    }

    @Test
    void saysThatItsHeadIsLostAndThenChangesNothing() {
        JdbcDirectory directory = database().emptyDirectory();
        ChangeFeed feed = directory.changes().orElseThrow();
        Runnable restore = database().backUp();
        database().execute("delete from tallygate_feed");
        assertThatThrownBy(feed::state).hasMessageContaining("tallygate_feed has lost its row");
        assertThatThrownBy(() -> feed.changes(FeedPosition.START, 1)).hasMessageContaining("has lost its row");
        assertThatThrownBy(() -> directory.insert(record("key-1"))).hasMessageContaining("has lost its row");
        assertThat(directory.find(new CredentialId("key-1"))).isEmpty();
        restore.run();
        assertThat(feed.state().position()).isEqualTo(FeedPosition.START);
    }

    @Test
    void cutsNothingThatIsYoung() {
        JdbcDirectory directory = database().emptyDirectory().time(time);
        ChangeFeed feed = directory.changes().orElseThrow();
        directory.assign(ACME, "old");
        directory.assign(ACME, "older");
        FeedPosition beforeTheYoung = feed.state().position();
        time.advance(Duration.ofHours(2));
        directory.assign(ACME, "young");
        directory.time(ManualTime.at("2000-01-01T00:00:00Z")).assign(ACME, "by-a-clock-that-is-late");
        assertThat(directory.trim(Duration.ofHours(1))).isEqualTo(1);
        assertThat(directory.trim(Duration.ofHours(1))).isZero();
        assertThat(feed.changes(FeedPosition.START, 10)).isEqualTo(new ChangeFeed.Gap());
        assertThat(((ChangeFeed.Page) feed.changes(beforeTheYoung, 10)).changes())
                .containsExactly(
                        new Change.Assigned(ACME, "young"), new Change.Assigned(ACME, "by-a-clock-that-is-late"));
        assertThatThrownBy(() -> directory.trim(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsALongLogBitByBit() {
        JdbcDirectory directory = database().emptyDirectory().time(time);
        directory.assign(ACME, "first");
        for (int i = 0; i < 15; i++) {
            database().execute("""
                    insert into tallygate_change (number, tag, made_at, change)
                    select number + (select max(number) from tallygate_change), tag, made_at, change
                    from tallygate_change""");
        }
        database().execute("update tallygate_feed set number = (select max(number) from tallygate_change)");
        ChangeFeed feed = directory.changes().orElseThrow();
        FeedPosition beforeTheYoung = feed.state().position();
        time.advance(Duration.ofHours(2));
        directory.assign(ACME, "young");
        assertThat(directory.trim(Duration.ofHours(1))).isEqualTo((1 << 15) - 1);
        assertThat(((ChangeFeed.Page) feed.changes(beforeTheYoung, 10)).changes())
                .containsExactly(new Change.Assigned(ACME, "young"));
    }

    @Test
    void endsRevocationsByItsOwnTime() {
        JdbcDirectory directory = database().emptyDirectory().time(time);
        ChangeFeed feed = directory.changes().orElseThrow();
        Change.Revoked revoked = new Change.Revoked(OF_ACME, time.instant().plusMillis(2));
        directory.revoke(OF_ACME, revoked.until());
        time.advance(Duration.ofMillis(1));
        assertThat(feed.state().revocations()).containsExactly(revoked);
        time.advance(Duration.ofMillis(1));
        assertThat(feed.state().revocations()).isEmpty();
        directory.trim(Duration.ofDays(1));
        directory.reinstate(OF_ACME);
        assertThat(feed.state().position().number()).as("it stood in its table").isEqualTo(2);
        directory.revoke(OF_ACME, revoked.until());
        time.advance(Duration.ofDays(2));
        directory.trim(Duration.ofDays(1));
        directory.reinstate(OF_ACME);
        assertThat(feed.state().position().number()).as("it was swept").isEqualTo(3);
    }

    @Test
    void tagsEachChangeAtRandom() {
        JdbcDirectory directory = database().emptyDirectory();
        ChangeFeed feed = directory.changes().orElseThrow();
        directory.random(() -> 42).assign(ACME, "starter");
        assertThat(feed.state().position()).isEqualTo(new FeedPosition(1, 42));
        directory.assign(ACME, "starter");
        assertThat(feed.state().position().tag()).isNotEqualTo(42);
    }

    private static CredentialRecord record(String id) {
        CredentialId credential = new CredentialId(id);
        Entitlement entitlement = Entitlement.of(ACME, Provenance.recorded(credential, null));
        return new CredentialRecord(credential, "api-key", List.of(), entitlement, false, 0);
    }
}
