package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.DirectoryContract;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Provenance;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.testing.ManualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a directory with a replica does in every database. What every directory does, is asked of the replica too: all
 * look-ups of the contract are answered by it, behind a primary that is away for look-ups only.
 */
abstract class ReplicaContract extends DirectoryContract {
    private static final AccountId ACME = new AccountId("acme");
    private static final CredentialId KEY = new CredentialId("key-1");
    private static final Set<String> LOOK_UPS = Set.of("find", "findAll", "plan");

    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private JdbcDirectory primary;
    private FaultySource source;
    private JdbcDirectory directory;
    private ChangeFeed feed;

    /** The same for all tests. */
    abstract DirectoryDatabase database();

    /** Another one, the same for all tests. */
    abstract DirectoryDatabase standby();

    @Override
    protected final DirectoryAdmin emptyDirectory() {
        JdbcDirectory writing = database().emptyDirectory();
        FaultySource away = new FaultySource(database().dataSource());
        away.failing("08001");
        JdbcDirectory reading = JdbcDirectory.on(away.dataSource())
                .time(time)
                .replica(database().dataSource());
        return (DirectoryAdmin) Proxy.newProxyInstance(
                DirectoryAdmin.class.getClassLoader(),
                new Class<?>[] {DirectoryAdmin.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(LOOK_UPS.contains(method.getName()) ? reading : writing, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    @BeforeEach
    void openBoth() {
        primary = database().emptyDirectory();
        source = new FaultySource(database().dataSource());
        directory = JdbcDirectory.on(source.dataSource())
                .time(time)
                .replica(standby().dataSource());
        feed = directory.changes().orElseThrow();
        standby().emptyDirectory();
    }

    @Test
    void asksThePrimaryWhileItAnswers() {
        primary.insert(record());
        assertThat(directory.find(KEY)).isPresent();
        assertThat(directory.replicaStatus()).contains(new ReplicaStatus(false, time.instant(), 0));
        assertThat(primary.replicaStatus()).isEmpty();
    }

    @Test
    void asksTheReplicaWhileThePrimaryIsSlowOrAway() {
        CredentialRecord stored = primary.insert(record());
        primary.assign(ACME, "starter");
        database().replicateTo(standby());
        feed.changes(feed.state().position(), 1);
        for (String state : List.of("08001", "57014", "57P03")) {
            source.failing(state);
            assertThat(directory.find(KEY)).as(state).map(CredentialRecord::id).contains(stored.id());
            assertThat(directory.findAll(List.of(KEY))).as(state).containsOnlyKeys(KEY);
            assertThat(directory.plan(ACME)).as(state).contains("starter");
        }
        assertThat(directory.replicaStatus().orElseThrow().inUse()).isTrue();
    }

    @Test
    void triesThePrimaryOnceInAWhileUntilItIsBack() {
        primary.insert(record());
        database().replicateTo(standby());
        directory.find(KEY);
        time.advance(Duration.ofHours(1));
        source.failing("08001");
        int before = source.calls();
        for (int i = 0; i < 10; i++) {
            assertThat(directory.find(KEY)).isPresent();
        }
        assertThat(source.calls() - before).isEqualTo(1);
        assertThat(directory.replicaStatus())
                .contains(new ReplicaStatus(true, time.instant().minus(Duration.ofHours(1)), 0));
        time.advance(Contact.RETRY);
        assertThat(directory.find(KEY)).isPresent();
        assertThat(directory.find(KEY)).isPresent();
        assertThat(source.calls() - before).isEqualTo(2);
        source.healthy();
        time.advance(Contact.RETRY);
        primary.delete(KEY, 1);
        assertThat(directory.find(KEY)).as("the primary knows").isEmpty();
        assertThat(directory.replicaStatus()).contains(new ReplicaStatus(false, time.instant(), 0));
    }

    @Test
    void givesNoAnswerThatIsOlderThanWhatReadersOfTheLogKnow() {
        primary.insert(record());
        FeedPosition position = feed.state().position();
        database().replicateTo(standby());
        primary.delete(KEY, 1);
        primary.assign(ACME, "starter");
        source.failing("08001");
        assertThat(directory.find(KEY)).as("nobody knows yet").isPresent();
        source.healthy();
        feed.changes(position, 10);
        source.failing("08001");
        time.advance(Contact.RETRY);
        assertThatThrownBy(() -> directory.find(KEY))
                .isInstanceOf(DirectoryUnavailableException.class)
                .hasMessageContaining("does not have change 3")
                .hasMessageContaining("at 1")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThatThrownBy(() -> directory.findAll(List.of(KEY))).isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> directory.plan(ACME)).isInstanceOf(DirectoryUnavailableException.class);
        assertThat(directory.replicaStatus().orElseThrow().behind()).isEqualTo(2);
        database().replicateTo(standby());
        assertThat(directory.find(KEY)).isEmpty();
        assertThat(directory.plan(ACME)).contains("starter");
        assertThat(directory.replicaStatus().orElseThrow().behind()).isZero();
    }

    @Test
    void takesAPositionThatIsAskedFromForKnown() {
        primary.insert(record());
        database().replicateTo(standby());
        primary.delete(KEY, 1);
        FeedPosition ofAnEarlierLife = primary.changes().orElseThrow().state().position();
        source.failing("08001");
        assertThat(directory.find(KEY)).isPresent();
        assertThatThrownBy(() -> feed.changes(ofAnEarlierLife, 1)).isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> directory.find(KEY)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void givesNoAnswerFromALogThatGoesAnotherWay() {
        primary.assign(ACME, "starter");
        database().replicateTo(standby());
        JdbcDirectory fork = JdbcDirectory.on(standby().dataSource());
        primary.insert(record());
        fork.assign(ACME, "other");
        feed.state();
        source.failing("08001");
        assertThatThrownBy(() -> directory.plan(ACME)).isInstanceOf(DirectoryUnavailableException.class);
        fork.assign(ACME, "further");
        assertThatThrownBy(() -> directory.plan(ACME))
                .as("ahead, but of another past")
                .isInstanceOf(DirectoryUnavailableException.class);
        source.healthy();
        Runnable restore = standby().backUp();
        standby().replicateTo(database());
        feed.state();
        source.failing("08001");
        assertThat(directory.plan(ACME)).as("after beginning anew").contains("further");
        restore.run();
    }

    @Test
    void answersThoseWhoReadNoLogEvenIfItWasCut() {
        primary.insert(record());
        primary.assign(ACME, "starter");
        database().execute("update tallygate_change set made_at = 0");
        assertThat(primary.trim(Duration.ZERO)).isPositive();
        database().replicateTo(standby());
        source.failing("08001");
        assertThat(directory.find(KEY)).isPresent();
    }

    @Test
    void isUnavailableWhenBothAreAway() {
        source.failing("08001");
        FaultySource other = new FaultySource(standby().dataSource());
        other.failing("57P01");
        JdbcDirectory both = JdbcDirectory.on(source.dataSource()).time(time).replica(other.dataSource());
        assertThatThrownBy(() -> both.find(KEY))
                .isInstanceOf(DirectoryUnavailableException.class)
                .hasMessageContaining("57P01");
    }

    @Test
    void readsTheLogFromThePrimaryOnly() {
        database().replicateTo(standby());
        source.failing("08001");
        assertThat(directory.find(KEY)).isEmpty();
        assertThatThrownBy(feed::state).isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> feed.changes(FeedPosition.START, 1)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void seesInTheLogWhetherThePrimaryIsAwayOrBack() {
        primary.insert(record());
        database().replicateTo(standby());
        source.failing("08001");
        assertThatThrownBy(feed::state).isInstanceOf(DirectoryUnavailableException.class);
        int before = source.calls();
        assertThat(directory.find(KEY)).isPresent();
        assertThat(source.calls()).as("no look-up waits for it").isEqualTo(before);
        source.healthy();
        time.advance(Contact.RETRY);
        source.before(
                () -> { // the one that tries it again hangs on
                    source.healthy();
                    assertThat(directory.replicaStatus().orElseThrow().inUse()).isTrue();
                    feed.state();
                    assertThat(directory.replicaStatus().orElseThrow().inUse()).isFalse();
                });
        assertThat(directory.find(KEY)).isPresent();
    }

    private static CredentialRecord record() {
        Entitlement entitlement = Entitlement.of(ACME, Provenance.recorded(KEY, null));
        return new CredentialRecord(KEY, "api-key", List.of(), entitlement, false, 0);
    }
}
