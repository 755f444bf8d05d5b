package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.seal.SealingKeys;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AppKeyLookUpTest {
    private static final CredentialId ID = new CredentialId("tga_1");
    private static final Secret NEW = Secret.ofUtf8("tgs_new");
    private static final Secret OLD = Secret.ofUtf8("tgs_old");

    private final ManualTime time = ManualTime.at("2026-11-21T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final List<String> alarms = new ArrayList<>();
    private final Environment environment = new Environment(
            time,
            new Random(42),
            time,
            new Listener() {
                @Override
                public void onAlarm(String code, String message) {
                    alarms.add(code + ": " + message);
                }
            },
            Optional.of(directory));
    private final AppKeyLookUp lookUp = lookUp(Sealed.keys());

    private AppKeyLookUp lookUp(SealingKeys keys) {
        return new AppKeyLookUp(environment, new SecretSeal(keys));
    }

    @Test
    void findsTheSecretsNewestFirst() {
        CredentialRecord record = Sealed.insert(directory, ID.value(), "tgs_new", "tgs_old");
        AppKey key = lookUp.find(ID);
        assertThat(key.secrets()).extracting(LiveSecret::secret).containsExactly(NEW, OLD);
        assertThat(key.secrets()).allMatch(LiveSecret::whole);
        assertThat(key.entitlement()).isEqualTo(record.entitlement());
        assertThat(key.disabled()).isFalse();
        assertThat(key.outdated(key.secrets().get(0))).isFalse();
        assertThat(key.outdated(key.secrets().get(1))).isTrue();
    }

    @Test
    void saysWhatHasEndedAndWhatIsDisabled() {
        CredentialRecord record = Sealed.insert(directory, ID.value(), "tgs_new", "tgs_old");
        StoredSecret old = record.secrets().get(1).until(time.instant());
        directory.update(
                record.withSecrets(List.of(record.secrets().get(0), old)).withDisabled(true));
        AppKey key = lookUp.find(ID);
        assertThat(key.disabled()).isTrue();
        assertThat(key.secrets()).extracting(LiveSecret::secret).containsExactly(NEW, OLD);
        assertThat(key.secrets().get(0).liveAt(time.epochMillis())).isTrue();
        assertThat(key.secrets().get(1).liveAt(time.epochMillis() - 1)).isTrue();
        assertThat(key.secrets().get(1).liveAt(time.epochMillis())).isFalse();
    }

    @Test
    void findsNoOtherKindAndNothingUnderAnotherName() {
        CredentialRecord record = Sealed.insert(directory, ID.value(), "tgs_new");
        directory.insert(new CredentialRecord(
                new CredentialId("tg_1"), "api-key", record.secrets(), record.entitlement(), false, 0));
        assertThat(lookUp.find(new CredentialId("tg_1"))).isNull();
        assertThat(lookUp.find(new CredentialId("tga_2"))).isNull();
        assertThat(alarms).isEmpty();
    }

    @Test
    void opensWhatAnOlderKeySealed() {
        Sealed.insert(directory, ID.value(), "tgs_new");
        SealingKeys rotated = SecretSeal.keys("2027", Sealed.key(2)).alsoOpening("2026", Sealed.key(1));
        assertThat(lookUp(rotated).find(ID).secrets()).hasSize(1);
    }

    @Test
    void failsLoudlyAndOnceWhereTheKeyIsMissing() {
        Sealed.insert(directory, ID.value(), "tgs_new");
        AppKeyLookUp without = lookUp(SecretSeal.keys("2027", Sealed.key(2)));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> without.find(ID)).isInstanceOf(DirectoryUnavailableException.class);
        }
        assertThat(alarms)
                .singleElement()
                .asString()
                .startsWith("app-key-unopened: ")
                .contains("tga_1", "2026")
                .doesNotContain("tgs_new");
    }

    @Test
    void alarmsAnewWhenItWasOpenedBetween() {
        CredentialRecord record = Sealed.insert(directory, ID.value(), "tgs_new");
        StoredSecret good = record.secrets().get(0);
        StoredSecret bad = new StoredSecret(good.form(), good.value().substring(4), null);
        for (int i = 0; i < 2; i++) {
            record = directory.update(record.withSecrets(List.of(good, bad)));
            assertThatThrownBy(() -> lookUp.find(ID)).isInstanceOf(DirectoryUnavailableException.class);
            record = directory.update(record.withSecrets(List.of(good)));
            assertThat(lookUp.find(ID)).isNotNull();
        }
        assertThat(alarms).hasSize(2);
    }

    @Test
    void doesNotMissTheKeyOfASecretThatHasEnded() {
        CredentialRecord record = Sealed.insert(directory, ID.value(), "tgs_new");
        StoredSecret ended = new StoredSecret("aes-gcm-1:2025", "AAAA", time.instant());
        directory.update(record.withSecrets(List.of(record.secrets().get(0), ended)));
        assertThat(lookUp.find(ID).secrets()).extracting(LiveSecret::secret).containsExactly(NEW);
    }

    @Test
    void alarmsOfABoundedNumberAtATime() {
        AppKeyLookUp without = lookUp(SecretSeal.keys("2027", Sealed.key(2)));
        for (int i = 0; i < SealAlarm.MOST + 10; i++) {
            String id = "tga_" + i;
            Sealed.insert(directory, id, "tgs_new");
            assertThatThrownBy(() -> without.find(new CredentialId(id)))
                    .isInstanceOf(DirectoryUnavailableException.class);
        }
        assertThat(alarms).hasSize(SealAlarm.MOST);
    }
}
