package io.tallygate.hmac;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.issue.KeyDraft;
import io.tallygate.issue.KeyNames;
import io.tallygate.issue.KeyTerms;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.testing.ManualTime;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppKeysTest {
    private final ManualTime time = ManualTime.at("2026-11-21T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final AppKeys keys = keys(AppKeys.in(directory).sealing("2026", Sealed.key(1)));

    private AppKeys keys(AppKeys some) {
        return some.time(time).random(new Random(42));
    }

    @Test
    void issuesANameThatTellsItsBirthAndASecretThatDoesNotHoldIt() {
        IssuedKey issued = keys.issue("acme", "orders:read");
        assertThat(issued.id().value()).matches("tga_[0-9A-Za-z]{13}");
        assertThat(KeyNames.birth(issued.id())).isEqualTo(time.instant());
        assertThat(issued.secret())
                .matches("tgs_[0-9A-Za-z]{49}")
                .doesNotContain(issued.id().value());
        assertThat(AppSecret.fault(issued.secret())).isNull();
        assertThat(issued.record().kind()).isEqualTo("app-key");
    }

    @Test
    void keepsTheSecretSealed() throws Exception {
        IssuedKey issued = keys.issue("acme");
        StoredSecret kept = directory.find(issued.id()).orElseThrow().secrets().get(0);
        assertThat(kept.form()).isEqualTo("aes-gcm-1:2026");
        assertThat(kept.value()).doesNotContain(issued.secret().substring(4, 12));
        assertThat(Sealed.seal().open(issued.id(), kept))
                .containsExactly(new LiveSecret(Secret.ofUtf8(issued.secret()), null));
    }

    @Test
    void neverDrawsASecretTwice() {
        Set<String> drawn = new HashSet<>();
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            drawn.add(AppSecret.draw(random));
        }
        assertThat(drawn).hasSize(10_000);
    }

    @Test
    void rotatesWithTwoSecretsLive() {
        IssuedKey first = keys.issue("acme");
        IssuedKey second = keys.rotate(first.id(), ofMinutes(5));
        assertThat(second.id()).isEqualTo(first.id());
        List<StoredSecret> kept = second.record().secrets();
        assertThat(kept).hasSize(2);
        SealedKeys form = new SealedKeys(Sealed.seal());
        assertThat(form.holds(first.id(), kept.get(0), second.secret())).isTrue();
        assertThat(form.holds(first.id(), kept.get(1), first.secret())).isTrue();
        assertThat(form.holds(first.id(), kept.get(1), second.secret())).isFalse();
        assertThat(kept.get(1).notAfter()).isEqualTo(time.instant().plus(ofMinutes(5)));
    }

    @Test
    void failsAtOnceWithoutAProperSealingKey() {
        AppKeys.Unsealed unsealed = AppKeys.in(directory);
        assertThatThrownBy(() -> unsealed.sealing("2026", () -> Secret.ofUtf8("hunter2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 random bytes")
                .message()
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> unsealed.sealing("two words", Sealed.key(1))).hasMessageContaining("choose one");
        assertThatThrownBy(() -> keys.alsoOpening("2026", Sealed.key(2))).hasMessageContaining("same label");
    }

    @Test
    void resealsUnderTheNewKeySoThatTheOldOneMayGo() throws Exception {
        IssuedKey first = keys.issue("acme");
        IssuedKey second = keys.rotate(first.id(), ofMinutes(5));
        AppKeys changed = keys(AppKeys.in(directory).sealing("2027", Sealed.key(2)));
        assertThatThrownBy(() -> changed.reseal(first.id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(first.id().value())
                .hasMessageContaining("2026");
        CredentialRecord resealed =
                changed.alsoOpening("2026", Sealed.key(1)).by("ops").reseal(first.id());
        SecretSeal fresh = new SecretSeal(SecretSeal.keys("2027", Sealed.key(2)));
        assertThat(fresh.open(first.id(), resealed.secrets().get(0)).get(0).secret())
                .isEqualTo(Secret.ofUtf8(second.secret()));
        assertThat(fresh.open(first.id(), resealed.secrets().get(1)))
                .containsExactly(new LiveSecret(
                        Secret.ofUtf8(first.secret()), time.instant().plus(ofMinutes(5))));
        assertThat(changed.reseal(first.id())).as("nothing more to do").isEqualTo(resealed);
    }

    @Test
    void leavesWhatHasEndedAndCannotBeOpened() {
        IssuedKey issued = keys.issue("acme");
        AppKeys changed = keys(AppKeys.in(directory).sealing("2027", Sealed.key(2)));
        changed.rotate(issued.id(), ofMinutes(5));
        time.advance(ofMinutes(5));
        assertThat(changed.reseal(issued.id()).secrets())
                .extracting(StoredSecret::form)
                .containsExactly("aes-gcm-1:2027", "aes-gcm-1:2026");
    }

    @Test
    void rotatesByADraftOfItsOwnNamesOnly() {
        assertThatThrownBy(() -> keys.draft(new CredentialId("tg_0000000000000")))
                .hasMessageContaining("not named as an app key");
    }

    @Test
    void showsNoSecret() {
        KeyDraft draft = keys.draft();
        IssuedKey issued = keys.issue(KeyTerms.of("acme"), draft);
        String shown = draft + " " + issued + " " + issued.record() + " " + directory.history(issued.id(), 10);
        assertThat(shown)
                .doesNotContain(
                        issued.secret(), issued.record().secrets().get(0).value());
    }
}
