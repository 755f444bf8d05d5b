package io.tallygate.apikey;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.issue.KeyTerms;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Scope;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final CredentialId UNKNOWN = new CredentialId("tg_0000000000000");

    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final ApiKeys keys = ApiKeys.in(directory).time(time).random(new Random(1));

    @Test
    void issuesWhatTheTermsSay() {
        Restriction methods = new Restriction.Methods(Set.of("GET"));
        IssuedKey issued = keys.prefix("acme_live")
                .issue(KeyTerms.of("acme")
                        .subject("billing-job")
                        .scopes("orders:read orders:write")
                        .networks("10.0.0.0/8")
                        .restricted(methods)
                        .until(time.instant().plusSeconds(60)));
        Entitlement entitlement = issued.record().entitlement();
        assertThat(directory.find(issued.id())).contains(issued.record());
        assertThat(issued.secret()).startsWith(issued.id().value()).startsWith("acme_live_");
        assertThat(issued.record().kind()).isEqualTo("api-key");
        assertThat(entitlement.account()).isEqualTo(new AccountId("acme"));
        assertThat(entitlement.subject()).isEqualTo("billing-job");
        assertThat(entitlement.scopes()).isEqualTo(Scope.setOf("orders:read", "orders:write"));
        assertThat(entitlement.restrictions()).containsExactly(Restriction.Networks.of("10.0.0.0/8"), methods);
        assertThat(entitlement.notAfter()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(entitlement.provenance()).isEqualTo(Provenance.recorded(issued.id(), time.instant()));
    }

    @Test
    void issuesByTheMachinesOwnTimeAndChanceUnlessToldOtherwise() {
        ApiKeys standard = ApiKeys.in(directory);
        IssuedKey one = standard.issue("acme", "orders:read");
        assertThat(one.secret())
                .isNotEqualTo(standard.issue("acme", "orders:read").secret());
        assertThat(one.record().entitlement().scopes()).containsExactly(new Scope("orders:read"));
        assertThat(directory.list(new AccountId("acme"))).hasSize(2);
    }

    @Test
    void refusesAnEndThatHasPassed() {
        assertThatThrownBy(() -> keys.issue(KeyTerms.of("acme").until(time.instant())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(directory.list(new AccountId("acme"))).isEmpty();
    }

    @Test
    void refusesBadPrefixesAndLabelsAtOnce() {
        assertThatThrownBy(() -> keys.prefix("TG")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.pepper("a:b", () -> Secret.ofUtf8("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rotatesUnderTheSameNameWithTheNewestSecretFirst() {
        IssuedKey first = keys.issue("acme");
        IssuedKey second = keys.rotate(first.id(), ofMinutes(5));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.secret())
                .isNotEqualTo(first.secret())
                .startsWith(first.id().value());
        assertThat(second.record().version()).isEqualTo(2);
        assertThat(second.record().secrets())
                .containsExactly(
                        KeyHash.of(second.secret(), null),
                        KeyHash.of(first.secret(), null).until(time.instant().plus(ofMinutes(5))));
    }

    @Test
    void dropsEndedSecretsAndNeverProlongsOne() {
        IssuedKey first = keys.issue("acme");
        keys.rotate(first.id(), ofMinutes(5));
        time.advance(ofMinutes(2));
        List<StoredSecret> secrets =
                keys.rotate(first.id(), ofMinutes(60)).record().secrets();
        assertThat(secrets).hasSize(3);
        assertThat(secrets.get(2).notAfter()).isEqualTo("2026-02-01T00:04:00Z");
        time.advance(ofMinutes(3));
        assertThat(keys.rotate(first.id(), ofMinutes(1)).record().secrets()).hasSize(3);
        assertThat(keys.rotate(first.id(), Duration.ZERO).record().secrets()).hasSize(1);
    }

    @Test
    void refusesMoreLiveSecretsThanARecordHolds() {
        CredentialId id = keys.issue("acme").id();
        for (int i = 0; i < 3; i++) {
            keys.rotate(id, ofMinutes(5));
        }
        assertThatThrownBy(() -> keys.rotate(id, ofMinutes(5))).hasMessageContaining("4 live secrets");
        assertThat(directory.find(id).orElseThrow().version()).isEqualTo(4);
    }

    @Test
    void switchesOffAndOnAndCountsOnlyChanges() {
        CredentialId id = keys.issue("acme").id();
        assertThat(keys.disable(id).disabled()).isTrue();
        assertThat(keys.disable(id).version()).isEqualTo(2);
        assertThat(keys.enable(id).disabled()).isFalse();
        assertThat(keys.expire(id, time.instant()).entitlement().notAfter()).isEqualTo(time.instant());
        assertThat(keys.expire(id, null).entitlement().notAfter()).isNull();
        assertThat(directory.find(id).orElseThrow().version()).isEqualTo(5);
    }

    @Test
    void revokesForEver() {
        CredentialId id = keys.issue("acme").id();
        assertThat(keys.revoke(id)).isTrue();
        assertThat(keys.revoke(id)).isFalse();
        assertThat(directory.find(id)).isEmpty();
    }

    @Test
    void changesNothingThatIsNoKey() {
        CredentialRecord other = directory.insert(new CredentialRecord(
                UNKNOWN,
                "password",
                List.of(),
                Entitlement.of(new AccountId("acme"), Provenance.recorded(UNKNOWN, null)),
                false,
                0));
        assertThatThrownBy(() -> keys.revoke(UNKNOWN)).hasMessageContaining("kind password");
        assertThatThrownBy(() -> keys.disable(UNKNOWN)).hasMessageContaining("kind password");
        assertThatThrownBy(() -> keys.rotate(UNKNOWN, ofMinutes(1))).hasMessageContaining("kind password");
        assertThatThrownBy(() -> keys.rotate(new CredentialId("tx_1"), ofMinutes(1)))
                .hasMessageContaining("tg_");
        assertThatThrownBy(() -> keys.rotate(UNKNOWN, ofMinutes(-1))).hasMessageContaining("negative");
        assertThatThrownBy(() -> keys.disable(new CredentialId("tg_1"))).hasMessageContaining("no credential tg_1");
        assertThat(directory.find(UNKNOWN)).contains(other);
    }

    @Test
    void losesNoneOfManyConcurrentChanges() throws Exception {
        IssuedKey issued = keys.issue("acme");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(threads.submit(() -> ApiKeys.in(directory).time(time).rotate(issued.id(), ofMinutes(5))));
        }
        all.add(threads.submit(() -> keys.disable(issued.id())));
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        CredentialRecord record = directory.find(issued.id()).orElseThrow();
        assertThat(record.version()).isEqualTo(5);
        assertThat(record.secrets()).hasSize(4);
        assertThat(record.disabled()).isTrue();
    }
}
