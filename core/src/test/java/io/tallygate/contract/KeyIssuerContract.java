package io.tallygate.contract;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.issue.KeyDraft;
import io.tallygate.issue.KeyIssuer;
import io.tallygate.issue.KeyTerms;
import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Scope;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.StaleVersionException;
import io.tallygate.testing.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a key after it was issued: who changed it, from which version, and after replies that were lost. An
 * issuer's test extends it once for each directory that it is to be seen with.
 *
 * @param <K> the issuer
 */
public abstract class KeyIssuerContract<K extends KeyIssuer<K>> {
    private static final AccountId ACME = new AccountId("acme");

    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private DirectoryAdmin directory;
    private LosingReplies losing;
    private K keys;
    private CredentialId id;

    /** The issuer over that directory. */
    protected abstract K issuer(DirectoryAdmin behind);

    /** Whether that is what is kept of this secret. */
    protected abstract boolean holds(CredentialId key, StoredSecret stored, String secret);

    /** A directory without a record. */
    protected DirectoryAdmin empty(ManualTime now) {
        return new InMemoryDirectory(now);
    }

    @BeforeEach
    final void issueOne() {
        directory = empty(time);
        losing = LosingReplies.of(directory);
        keys = issuer(losing).time(time).random(new Random(1));
        id = keys.issue(KeyTerms.of("acme").scopes("orders:read")).id();
    }

    private CredentialRecord present() {
        return directory.find(id).orElseThrow();
    }

    /** The same change twice, where the reply to the first is lost. */
    private <T> T twice(Function<K, T> change) {
        losing.loseNext();
        assertThatThrownBy(() -> change.apply(keys)).isInstanceOf(DirectoryUnavailableException.class);
        return change.apply(keys);
    }

    @Test
    void changesTermsAndLabelAndNothingElse() {
        CredentialRecord before = present();
        keys.change(
                id, terms -> terms.scopes("orders:write").networks("10.0.0.0/8").label("night job"));
        CredentialRecord after = present();
        assertThat(after.entitlement().scopes()).isEqualTo(Scope.setOf("orders:write"));
        assertThat(after.entitlement().restrictions()).containsExactly(Restriction.Networks.of("10.0.0.0/8"));
        assertThat(after.label()).isEqualTo("night job");
        assertThat(keys.change(
                        id, terms -> terms.unrestricted().scopes("orders:read").label("")))
                .isEqualTo(before.withVersion(3));
    }

    @Test
    void labelsAKeyWhenItIsIssued() {
        assertThat(keys.issue(KeyTerms.of("acme").label("büro")).record().label())
                .isEqualTo("büro");
        assertThatThrownBy(() -> keys.label(id, "two\nlines")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesAKeyWithItsAccount() {
        assertThatThrownBy(() -> keys.change(id, terms -> KeyTerms.of("globex")))
                .hasMessageContaining("stays with its account");
        assertThat(present().version()).isOne();
    }

    @Test
    void recordsWhoChangedWhatFromWhatToWhat() {
        keys.by("ops@example.com").change(id, terms -> terms.scopes("orders:write"));
        AuditEntry entry = directory.history(id, 1).get(0);
        assertThat(entry.actor()).isEqualTo("ops@example.com");
        assertThat(entry.from()).contains("orders:read").doesNotContain("orders:write");
        assertThat(entry.to()).contains("orders:write").doesNotContain("orders:read");
    }

    @Test
    void recordsEveryChangeOnce() {
        K audited = keys.by("ops");
        audited.rotate(id, ofMinutes(1));
        audited.label(id, "x");
        audited.disable(id);
        audited.disable(id);
        audited.enable(id);
        audited.expire(id, time.instant());
        audited.revoke(id);
        assertThat(directory.history(id, 100))
                .hasSize(7)
                .extracting(AuditEntry::actor)
                .containsExactly("ops", "ops", "ops", "ops", "ops", "ops", AuditEntry.UNKNOWN_ACTOR);
    }

    @Test
    void listsKeysPageByPageAndNoOtherKind() {
        List<CredentialId> ids = new ArrayList<>(List.of(id));
        for (int i = 0; i < 6; i++) {
            ids.add(keys.issue(KeyTerms.of("acme")).id());
            CredentialId other = new CredentialId("a_0" + i);
            Entitlement given = Entitlement.of(ACME, Provenance.recorded(other, null));
            directory.insert(new CredentialRecord(other, "password", List.of(), given, false, 0));
        }
        List<CredentialId> listed = new ArrayList<>();
        CredentialId last = null;
        for (int expected : new int[] {3, 3, 1}) {
            List<CredentialRecord> page = keys.list(ACME, last, 3);
            assertThat(page).hasSize(expected);
            page.forEach(key -> listed.add(key.id()));
            last = listed.get(listed.size() - 1);
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(keys.find(id)).contains(present());
        assertThat(keys.find(new CredentialId("a_00"))).isEmpty();
        assertThatThrownBy(() -> keys.list(ACME, null, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Consumer<KeyIssuer<?>>> changes() {
        return Stream.of(
                on -> on.rotate(the(on), ofMinutes(1)),
                on -> on.label(the(on), "other"),
                on -> on.change(the(on), terms -> terms.scopes("b")),
                on -> on.disable(the(on)),
                on -> on.expire(the(on), null),
                on -> on.revoke(the(on)));
    }

    private static CredentialId the(KeyIssuer<?> on) {
        return on.list(ACME, null, 1).get(0).id();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesAChangeFromAVersionThatHasPassed(Consumer<KeyIssuer<?>> change) {
        keys.expire(id, time.instant().plusSeconds(9));
        CredentialRecord there = present();
        ThrowingCallable late = () -> change.accept(keys.atVersion(1));
        assertThatThrownBy(late)
                .isInstanceOf(StaleVersionException.class)
                .hasMessageContaining("no longer at version 1")
                .hasMessageContaining("read it again");
        assertThat(present()).isEqualTo(there);
        change.accept(keys.atVersion(2));
        assertThat(directory.find(id)).isNotEqualTo(Optional.of(there));
    }

    @Test
    void findsNoConflictInWhatIsThereAlready() {
        keys.disable(id);
        assertThat(keys.atVersion(1).disable(id).version()).isEqualTo(2);
        assertThatThrownBy(() -> keys.atVersion(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mayRepeatWhateverOnlySaysHowTheKeyShallBe() {
        assertThat(twice(on -> on.label(id, "other")).version()).isEqualTo(2);
        assertThat(twice(on -> on.change(id, terms -> terms.networks("10.0.0.0/8")))
                        .version())
                .isEqualTo(3);
        assertThat(twice(on -> on.disable(id)).version()).isEqualTo(4);
        assertThat(twice(on -> on.enable(id)).version()).isEqualTo(5);
        assertThat(twice(on -> on.expire(id, time.instant())).version()).isEqualTo(6);
        boolean revokedByTheSecond = twice(on -> on.revoke(id));
        assertThat(revokedByTheSecond).isFalse();
        assertThat(directory.find(id)).isEmpty();
    }

    @Test
    void mayRepeatANamedVersionWhoseReplyWasLost() {
        losing.loseNext();
        assertThatThrownBy(() -> keys.atVersion(1).disable(id)).isInstanceOf(DirectoryUnavailableException.class);
        assertThat(keys.atVersion(1).disable(id).version()).isEqualTo(2);
    }

    @Test
    void issuesOneKeyFromOneDraftHoweverOften() {
        KeyDraft draft = keys.draft();
        IssuedKey issued = twice(on -> on.issue(KeyTerms.of("globex"), draft));
        assertThat(directory.list(new AccountId("globex"))).containsExactly(issued.record());
        assertThat(issued.record().secrets()).singleElement().matches(stored -> holds(issued, stored));
        assertThat(issued.record().version()).isOne();
        assertThat(draft).hasToString("KeyDraft[id=" + issued.id() + ", secret=redacted]");
    }

    @Test
    void rotatesOnceByOneDraftHoweverOften() {
        KeyDraft draft = keys.draft(id);
        IssuedKey rotated = twice(on -> on.rotate(draft, ofMinutes(5)));
        assertThat(rotated.record().version()).isEqualTo(2);
        assertThat(rotated.record().secrets()).hasSize(2).first().matches(stored -> holds(rotated, stored));
        assertThat(keys.atVersion(1).rotate(draft, ofMinutes(5)).record()).isEqualTo(present());
    }

    private boolean holds(IssuedKey issued, StoredSecret stored) {
        return holds(issued.id(), stored, issued.secret());
    }

    @Test
    void leavesASecretThatNobodyHasWhenARotationIsRepeatedWithoutADraft() {
        IssuedKey second = twice(on -> on.rotate(id, ofMinutes(5)));
        assertThat(second.record().secrets()).hasSize(3);
        assertThat(second.record().secrets().get(1).notAfter())
                .isEqualTo(time.instant().plus(ofMinutes(5)));
    }

    @Test
    void refusesADraftUnderANameThatIsTaken() {
        KeyDraft another = keys.draft(id);
        assertThatThrownBy(() -> keys.issue(KeyTerms.of("acme"), another))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(id.value());
        assertThat(present().secrets()).hasSize(1);
    }

    @Test
    void refusesADraftThatIsTooOldForItsName() {
        KeyDraft draft = keys.draft();
        time.advance(ofMinutes(15));
        keys.issue(KeyTerms.of("acme"), draft);
        KeyDraft other = keys.draft();
        time.advance(ofMinutes(15).plusMillis(1));
        assertThatThrownBy(() -> keys.issue(KeyTerms.of("acme"), other)).hasMessageContaining("draw another");
    }

    @Test
    void letsOneOfManyChangesFromTheSameVersionWin() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String label = "label " + i;
            all.add(threads.submit(() -> wins(() -> keys.atVersion(1).label(id, label))));
        }
        int won = 0;
        for (Future<Boolean> one : all) {
            won += one.get() ? 1 : 0;
        }
        threads.shutdown();
        assertThat(won).isOne();
        assertThat(present().version()).isEqualTo(2);
    }

    private static boolean wins(Runnable change) {
        try {
            change.run();
            return true;
        } catch (StaleVersionException overtaken) {
            return false;
        }
    }
}
