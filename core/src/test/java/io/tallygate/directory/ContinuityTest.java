package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.MemorySnapshotDisk.Fault;
import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ContinuedDirectory;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContinuityTest {
    private static final AccountId ACME = new AccountId("acme");
    private static final AccountId GLOBEX = new AccountId("globex");
    private static final CredentialId KEY = new CredentialId("key-1");
    private static final CredentialId OTHER = new CredentialId("key-2");

    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private final InMemoryDirectory records = new InMemoryDirectory(time);
    private final FaultyDirectory centre = FaultyDirectory.around(records);
    private final MemorySnapshotDisk disk = new MemorySnapshotDisk();
    private final List<String> alarms = new ArrayList<>();
    private Continuity continuity = Continuity.in(disk).sealedBy("2026", () -> SealTest.secret(1));
    private ContinuedDirectory directory;
    private LogReader reader;

    @BeforeEach
    void begin() {
        records.insert(record(KEY));
        records.insert(record(OTHER));
        records.assign(ACME, "starter");
        live();
        reader.pull();
        directory.find(KEY);
    }

    @AfterEach
    void end() {
        directory.close();
        assertThat(time.pending()).isZero();
        assertThat(time.failures()).isEmpty();
    }

    /** Begins a life of an edge. */
    private void live() {
        Listener listener = new Listener() {
            @Override
            public void onAlarm(String code, String message) {
                alarms.add(code + " " + message);
            }
        };
        Environment environment = new Environment(time, new Random(42), time, listener, Optional.of(centre));
        assertThat(continuity.faults(environment)).isEmpty();
        directory = continuity.open(environment);
        reader = new LogReader(directory.changes().orElseThrow());
    }

    /** Ends this life and begins another while the centre is away. */
    private void restartAlone() {
        directory.close();
        centre.down();
        live();
    }

    @Test
    void servesWhatItKnowsAfterARestartWhileTheCentreIsAway() {
        restartAlone();
        assertThat(reader.pull()).isFalse();
        assertThat(reader.state).isNotNull();
        assertThat(reader.state.asOf()).isEqualTo(time.instant());
        assertThat(directory.find(KEY)).isEqualTo(records.find(KEY));
        assertThat(directory.findAll(List.of(KEY))).containsOnlyKeys(KEY);
        assertThat(directory.plan(ACME)).contains("starter");
        assertThatThrownBy(() -> directory.find(OTHER)).isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> directory.findAll(List.of(KEY, OTHER)))
                .isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> directory.plan(GLOBEX)).isInstanceOf(DirectoryUnavailableException.class);
        assertThat(alarms).isEmpty();
    }

    @Test
    void remembersThatAnAccountHasNoPlan() {
        assertThat(directory.plan(GLOBEX)).isEmpty();
        restartAlone();
        assertThat(directory.plan(GLOBEX)).isEmpty();
    }

    @Test
    void answersFromMemoryOnlyWhileTheCentreIsAway() {
        centre.down();
        assertThat(directory.find(KEY)).isPresent();
        centre.healthy();
        records.update(records.find(KEY).orElseThrow().withDisabled(true));
        assertThat(reader.pull()).isTrue();
        assertThat(directory.find(KEY).orElseThrow().disabled()).isTrue();
        assertThat(directory.find(OTHER)).isPresent();
    }

    @Test
    void forgetsWhatTheLogSaysHasChanged() {
        directory.find(OTHER);
        records.update(records.find(KEY).orElseThrow().withDisabled(true));
        records.delete(OTHER, 1);
        reader.pull();
        centre.down();
        assertThatThrownBy(() -> directory.find(KEY)).isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> directory.find(OTHER)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void keepsWhatWasLookedUpBehindItsChange() {
        CredentialRecord disabled =
                records.update(records.find(KEY).orElseThrow().withDisabled(true));
        assertThat(directory.find(KEY)).contains(disabled);
        records.assign(ACME, "pro");
        reader.pull();
        restartAlone();
        assertThat(directory.find(KEY))
                .as("under the plan that the log says")
                .contains(disabled.withEntitlement(disabled.entitlement().withPlan("pro")));
    }

    @Test
    void keepsRevokedWhatWasRevokedBeforeTheSnapshot() {
        Revocation what = new Revocation.OfAccount(ACME);
        records.revoke(what, null);
        reader.pull();
        restartAlone();
        assertThat(reader.pull()).isFalse();
        assertThat(reader.revoked).containsExactly(what);
        assertThatThrownBy(() -> directory.find(KEY)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void appliesWhatItMissedWhenTheCentreAnswers() {
        restartAlone();
        reader.pull();
        reader.read.clear();
        Revocation what = new Revocation.OfCredential(KEY);
        records.revoke(what, null);
        assertThat(directory.find(KEY)).as("nobody could know").isPresent();
        centre.healthy();
        assertThat(reader.pull()).isTrue();
        assertThat(reader.read).as("from where it was").containsExactly(new Change.Revoked(what, null));
        assertThat(reader.begun).isEqualTo(1);
        centre.down();
        assertThatThrownBy(() -> directory.find(KEY)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void remembersNothingThatALogMustNotSay() {
        records.assign(ACME, "pro");
        centre.namingNothing();
        assertThatThrownBy(reader::pull).isInstanceOf(NullPointerException.class);
        centre.down();
        assertThat(directory.find(KEY)).isPresent();
        centre.healthy();
        assertThat(reader.pull()).isTrue();
        assertThat(reader.read).containsExactly(new Change.Assigned(ACME, "pro"));
    }

    @Test
    void beginsAnewWhereTheLogWasCut() {
        restartAlone();
        reader.pull();
        records.revoke(new Revocation.OfCredential(KEY), null);
        for (int i = 0; i < MemoryFeed.KEPT; i++) {
            records.assign(GLOBEX, "plan");
        }
        centre.healthy();
        assertThat(reader.pull()).isTrue();
        assertThat(reader.begun).isEqualTo(2);
        assertThat(reader.revoked).containsExactly(new Revocation.OfCredential(KEY));
        centre.down();
        assertThatThrownBy(() -> directory.plan(ACME))
                .as("may be out of date")
                .isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void keepsWhatItKnowsWhenItRestartsWithTheCentre() {
        directory.close();
        directory.close();
        records.assign(ACME, "pro");
        records.revoke(new Revocation.OfAccount(GLOBEX), null);
        live();
        assertThat(reader.pull()).isTrue();
        assertThat(reader.state).isNotNull();
        assertThat(reader.state.asOf()).as("it is how things are").isNull();
        assertThat(reader.revoked).containsExactly(new Revocation.OfAccount(GLOBEX));
        restartAlone();
        reader.pull();
        assertThat(directory.find(KEY).orElseThrow().entitlement().plan()).isEqualTo("pro");
        assertThat(reader.revoked).containsExactly(new Revocation.OfAccount(GLOBEX));
    }

    @Test
    void keepsNothingThatAChangeOvertakes() {
        FaultyDirectory overtaken = overtakenBy(() -> {
            CredentialRecord present = records.find(OTHER).orElseThrow();
            records.update(present.withDisabled(true));
            records.assign(ACME, "plan-" + present.version());
            reader.pull();
        });
        directory.find(OTHER);
        overtaken.down();
        assertThatThrownBy(() -> directory.find(OTHER)).isInstanceOf(DirectoryUnavailableException.class);
        assertThat(directory.plan(ACME)).contains("plan-1");
    }

    @Test
    void keepsNothingThatWasLookedUpBeforeItBeganAnew() {
        FaultyDirectory overtaken = overtakenBy(() -> {
            records.delete(OTHER, 1);
            for (int i = 0; i < MemoryFeed.KEPT; i++) {
                records.assign(GLOBEX, "plan");
            }
            reader.pull();
        });
        directory.find(OTHER);
        assertThat(reader.begun).isEqualTo(2);
        overtaken.down();
        assertThatThrownBy(() -> directory.find(OTHER)).isInstanceOf(DirectoryUnavailableException.class);
    }

    /** Begins a life whose look-ups take so long that this happens meanwhile. */
    private FaultyDirectory overtakenBy(Runnable meanwhile) {
        directory.close();
        FaultyDirectory overtaken = FaultyDirectory.around(new InterruptedLookUp(records, meanwhile));
        directory =
                continuity.open(new Environment(time, new Random(42), time, new Listener() {}, Optional.of(overtaken)));
        reader = new LogReader(directory.changes().orElseThrow());
        reader.pull();
        return overtaken;
    }

    @Test
    void answersNothingThatIsTooOld() {
        restartAlone();
        time.advance(Duration.ofHours(24));
        reader.pull();
        assertThat(directory.find(KEY)).isPresent();
        time.jumpWall(Duration.ofDays(-3));
        time.advance(Duration.ofMillis(1));
        assertThatThrownBy(() -> directory.find(KEY)).isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> directory.changes().orElseThrow().state())
                .isInstanceOf(DirectoryUnavailableException.class);
        centre.healthy();
        time.jumpWall(Duration.ofDays(3));
        assertThat(reader.pull()).isTrue();
        centre.down();
        assertThat(directory.find(KEY)).as("up to date again").isPresent();
    }

    @Test
    void addsUpTheAgesOfSeveralLives() {
        for (int life = 0; life < 3; life++) {
            restartAlone();
            reader.pull();
            assertThat(directory.find(KEY)).isPresent();
            time.advance(Duration.ofHours(8));
        }
        time.advance(Duration.ofMillis(1));
        restartAlone();
        assertThat(alarms).singleElement().asString().startsWith("continuity-refused TOO_OLD");
        assertThatThrownBy(() -> directory.find(KEY)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void refusesASnapshotFromTheFuture() {
        directory.close();
        time.jumpWall(SnapshotStore.AHEAD.negated());
        restartAlone();
        assertThat(directory.find(KEY)).isPresent();
        time.jumpWall(Duration.ofMillis(-1));
        restartAlone();
        assertThat(alarms).singleElement().asString().startsWith("continuity-refused FROM_THE_FUTURE");
    }

    @Test
    void refusesWhatItCannotTrustAndGoesOnWithout() {
        directory.close();
        byte[] good = disk.files.get(SnapshotStore.FILE);
        byte[] changed = good.clone();
        changed[good.length / 2] ^= 1;
        byte[] newer = good.clone();
        newer[11] = 9;
        refuses("DAMAGED", changed);
        refuses("DAMAGED", Arrays.copyOf(good, good.length / 2));
        refuses("DAMAGED", new byte[0]);
        refuses("NEWER_FORMAT", newer);
        disk.files.put(SnapshotStore.FILE, good);
        continuity = Continuity.in(disk).sealedBy("2027", () -> SealTest.secret(2));
        refuses("UNKNOWN_KEY", good);
        continuity = continuity.openedBy("2026", () -> SealTest.secret(1));
        live();
        assertThat(directory.find(KEY)).as("opened with the old key").isPresent();
        assertThat(alarms).isEmpty();
        directory.close();
        disk.become(Fault.UNREADABLE);
        refuses("UNREADABLE", good);
    }

    private void refuses(String reason, byte[] file) {
        disk.files.put(SnapshotStore.FILE, file);
        centre.down();
        live();
        assertThat(alarms).singleElement().asString().startsWith("continuity-refused " + reason);
        alarms.clear();
        assertThat(reader.pull()).isFalse();
        assertThatThrownBy(() -> directory.find(KEY)).isInstanceOf(DirectoryUnavailableException.class);
        directory.close();
        assertThat(disk.files.get(SnapshotStore.FILE))
                .as("nothing is known, nothing saved")
                .isEqualTo(file);
        centre.healthy();
        live();
        assertThat(reader.pull()).as("without it").isTrue();
        assertThat(directory.find(KEY)).isPresent();
        alarms.clear();
        time.advance(Duration.ofMinutes(1));
        directory.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FULL", "DEAD_BETWEEN"})
    void keepsTheLastSnapshotWhenTheNextFails(Fault fault) {
        time.advance(Duration.ofMinutes(2));
        disk.become(fault);
        directory.find(OTHER);
        time.advance(Duration.ofMinutes(10));
        assertThat(alarms).singleElement().asString().startsWith("continuity-failed");
        restartAlone();
        assertThat(directory.find(KEY)).isPresent();
        assertThatThrownBy(() -> directory.find(OTHER)).isInstanceOf(DirectoryUnavailableException.class);
        disk.become(Fault.NONE);
        centre.healthy();
        reader.pull();
        time.advance(Contact.RETRY);
        directory.find(OTHER);
        restartAlone();
        assertThat(directory.find(OTHER)).isPresent();
    }

    @Test
    void noticesATornFile() {
        disk.become(Fault.TORN);
        restartAlone();
        assertThat(alarms).singleElement().asString().startsWith("continuity-refused DAMAGED");
    }

    @Test
    void savesOnlyWhatIsNew() {
        time.advance(Duration.ofMinutes(10));
        assertThat(disk.writes()).isEqualTo(1);
        reader.pull();
        time.advance(Duration.ofMinutes(1));
        assertThat(disk.writes()).as("a later time is news").isEqualTo(2);
        centre.down();
        reader.pull();
        time.advance(Duration.ofMinutes(10));
        assertThat(disk.writes()).isEqualTo(2);
    }

    @Test
    void forgetsWhatWasNotLookedUpForLongest() {
        continuity = continuity.maxRecords(2);
        restartAlone();
        centre.healthy();
        reader.pull();
        records.insert(record(new CredentialId("key-3")));
        time.advance(Contact.RETRY);
        for (String id : List.of("key-1", "key-2", "key-1", "key-3")) {
            directory.find(new CredentialId(id));
        }
        restartAlone();
        assertThat(directory.find(KEY)).isPresent();
        assertThat(directory.find(new CredentialId("key-3"))).isPresent();
        assertThatThrownBy(() -> directory.find(OTHER)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void doesNotWaitForACentreThatHangs() {
        restartAlone();
        centre.delayedBy(() -> time.advance(Duration.ofSeconds(1)));
        assertThat(reader.pull()).as("slow is not away").isTrue();
        centre.down();
        long before = time.nanos();
        int calls = centre.calls();
        for (int i = 0; i < 100; i++) {
            assertThat(directory.find(KEY)).isPresent();
        }
        assertThat(centre.calls() - calls).isEqualTo(1);
        assertThat(time.nanos()).isEqualTo(before);
    }

    @Test
    void keepsNoSecretsInTheOpen() {
        directory.close();
        assertThat(new String(disk.files.get(SnapshotStore.FILE), StandardCharsets.ISO_8859_1))
                .contains("2026")
                .doesNotContain("key-1")
                .doesNotContain("acme");
        assertThat(continuity.toString()).contains("2026").doesNotContain("Secret");
    }

    @Test
    void namesAllItsFaults() {
        Environment bare = new Environment(time, new Random(42), time, new Listener() {}, Optional.empty());
        Continuity wrong = continuity
                .openedBy("2026", () -> SealTest.secret(1))
                .maxAge(Duration.ZERO)
                .saveEvery(Duration.ofDays(1))
                .maxRecords(0);
        assertThat(wrong.faults(bare))
                .hasSize(5)
                .anyMatch(fault -> fault.contains("directory with a log of changes"))
                .anyMatch(fault -> fault.contains("same label"))
                .anyMatch(fault -> fault.contains("maxAge must be in [PT1M, PT720H], was PT0S"))
                .anyMatch(fault -> fault.contains("saveEvery"))
                .anyMatch(fault -> fault.contains("maxRecords must be in [1, 100000], was 0"));
    }

    static CredentialRecord record(CredentialId id) {
        Entitlement entitlement = Entitlement.of(ACME, Provenance.recorded(id, null));
        return new CredentialRecord(id, "api-key", List.of(), entitlement, false, 0);
    }
}
