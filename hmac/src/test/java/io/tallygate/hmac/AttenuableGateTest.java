package io.tallygate.hmac;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.model.Revocation;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.Listener;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attenuable keys in a whole gate, beside API keys, under one manual time. */
class AttenuableGateTest {
    private final AttenuableEdge edge = new AttenuableEdge();
    private final Instant start = edge.time.instant();
    private final Tallygate gate = Tallygate.builder()
            .directory(edge.directory)
            .accept(ApiKeyScheme.standard())
            .accept(AttenuableScheme.sealing("2026", Sealed.key(1)))
            .time(edge.time)
            .build();
    private final AttenuableKey made = edge.keys().make();

    @AfterEach
    void close() {
        gate.close();
        assertThat(edge.time.pending()).as("tasks that outlive the gate").isZero();
        assertThat(edge.time.failures()).isEmpty();
    }

    private Decision admit(AttenuableKey key) {
        return admit(key, FakeRequest.get("/orders"));
    }

    private Decision admit(AttenuableKey key, FakeRequest request) {
        return gate.admit(request.header("Authorization", "Bearer " + key.text()), Demand.plain());
    }

    private static Denial denial(Decision decision) {
        return decision instanceof Deny deny ? deny.denial() : null;
    }

    @Test
    void aKeyGivesWhatItsAppKeyGivesAndSaysWhereItComesFrom() {
        Restriction own = Restriction.Networks.of("192.0.2.0/24");
        edge.directory.update(edge.record.withEntitlement(
                edge.record.entitlement().withSubject("alice").withRestrictions(List.of(own))));
        AttenuableKey parent = made.narrow(n -> n.methods("GET").until(start.plusSeconds(60)));
        AttenuableKey key = parent.narrow(n -> n.paths("/orders"));
        Permit permit = (Permit) admit(key);

        assertThat(permit.entitlement().account()).hasToString("acme");
        assertThat(permit.entitlement().subject()).isEqualTo("alice");
        assertThat(permit.entitlement().notAfter()).isEqualTo(start.plusSeconds(60));
        assertThat(permit.entitlement().restrictions())
                .extracting(Restriction::words)
                .containsExactly(own.words(), List.of("methods", "GET"), List.of("paths", "/orders"));
        assertThat(permit.entitlement().provenance())
                .isEqualTo(new Provenance(
                        new CredentialId(AttenuableEdge.APP),
                        "tallygate:attenuable",
                        AttenuableEdge.APP,
                        key.id(),
                        start,
                        List.of(made.id(), parent.id())));
    }

    @Test
    void whatIsNarrowedIsKeptTo() {
        AttenuableKey key = made.narrow(n -> n.methods("GET").paths("/orders/*"))
                .narrow(n -> n.networks("192.0.2.1").until(start.plusSeconds(60)));
        assertThat(denial(admit(key, FakeRequest.get("/orders/7")))).isNull();
        assertThat(denial(admit(key, FakeRequest.post("/orders/7")))).isEqualTo(Denial.RESTRICTED);
        assertThat(denial(admit(key, FakeRequest.get("/invoices")))).isEqualTo(Denial.RESTRICTED);
        assertThat(denial(admit(key, FakeRequest.get("/orders/7").peer("192.0.2.2"))))
                .isEqualTo(Denial.NETWORK_NOT_ALLOWED);
        assertThat(denial(admit(made, FakeRequest.post("/invoices")))).isNull();
        edge.time.advance(ofSeconds(60));
        assertThat(denial(admit(key, FakeRequest.get("/orders/7")))).isEqualTo(Denial.EXPIRED);
    }

    /** A gate without a meter. What one that counts makes of it stands with the meter. */
    @Test
    void limitedUsesAreRefusedWhereNobodyCountsThem() {
        AttenuableKey key = made.narrow(n -> n.uses(10, MaxUses.Exactness.PER_EDGE));
        assertThat(denial(admit(key))).isEqualTo(Denial.RESTRICTED);
        assertThat(denial(admit(made))).isNull();
    }

    @Test
    void aKeyThatHadEndedBeforeItsFirstUseIsExpired() {
        AttenuableKey key = made.narrow(n -> n.until(start)).narrow(n -> n.until(start.plusSeconds(60)));
        assertThat(denial(admit(key))).isEqualTo(Denial.EXPIRED);
    }

    @Test
    void revokingALinkRevokesItAndAllBelowAndNothingElse() {
        AttenuableKey[] chain = {made, made.narrow(n -> n), null, null};
        chain[2] = chain[1].narrow(n -> n.methods("GET"));
        chain[3] = chain[2].narrow(n -> n.paths("/orders"));
        AttenuableKey sibling = made.narrow(n -> n);
        for (int revoked = 3; revoked >= 1; revoked--) {
            assertThat(denial(admit(chain[revoked]))).isNull(); // with a session, and chain[0] without one
            gate.revoke(new Revocation.OfToken(AttenuableKeys.ISSUER, chain[revoked].id()));
            for (int i = 0; i < chain.length; i++) {
                assertThat(denial(admit(chain[i])))
                        .as("link %s of which %s is revoked", i, revoked)
                        .isEqualTo(i < revoked ? null : Denial.REVOKED);
            }
            assertThat(denial(admit(chain[revoked].narrow(n -> n)))).isEqualTo(Denial.REVOKED);
            assertThat(denial(admit(sibling))).isNull();
        }
        gate.revoke(new Revocation.OfToken(AttenuableKeys.ISSUER, made.id()));
        assertThat(denial(admit(made))).isEqualTo(Denial.REVOKED);
        assertThat(denial(admit(sibling))).isEqualTo(Denial.REVOKED);
        assertThat(denial(admit(edge.keys().make()))).isNull();
    }

    @Test
    void allKeysOfAnAppKeyAreRevokedByItsNameOrByTheirAge() {
        edge.time.advance(ofSeconds(10));
        AttenuableKey later = edge.keys().make();
        Revocation all = new Revocation.OfKey(AttenuableKeys.ISSUER, AttenuableEdge.APP);
        gate.revoke(new Revocation.IssuedBefore(later.issuedAt(), all));
        assertThat(denial(admit(made))).isEqualTo(Denial.REVOKED);
        assertThat(denial(admit(made.narrow(n -> n)))).isEqualTo(Denial.REVOKED);
        assertThat(denial(admit(later))).isNull();
        gate.revoke(all);
        assertThat(denial(admit(later))).isEqualTo(Denial.REVOKED);
    }

    @Test
    void whatRevokesTheAppKeyRevokesItsKeys() {
        AttenuableKey narrowed = made.narrow(n -> n);
        assertThat(denial(admit(narrowed))).isNull();
        edge.directory.revoke(new Revocation.OfCredential(edge.record.id()), null);
        edge.time.advance(ofSeconds(10));
        assertThat(denial(admit(narrowed))).isEqualTo(Denial.REVOKED);
        assertThat(denial(admit(made))).isEqualTo(Denial.REVOKED);
    }

    @Test
    void aChangeOfTheAppKeyReachesTheSessionsOfItsKeys() {
        AttenuableKey narrowed = made.narrow(n -> n);
        assertThat(denial(admit(narrowed))).isNull();
        edge.directory.update(edge.record.withDisabled(true));
        edge.time.advance(ofSeconds(10));
        assertThat(denial(admit(narrowed))).isEqualTo(Denial.DISABLED);
        edge.directory.delete(edge.record.id(), 2);
        edge.time.advance(ofSeconds(60));
        assertThat(denial(admit(narrowed))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void aKeyEndsWithTheSecretItWasMadeWith() {
        Secret fresh = AttenuableEdge.FRESH;
        StoredSecret ending = edge.record.secrets().get(0).until(start.plusSeconds(300));
        StoredSecret sealed = Sealed.seal().seal(edge.record.id(), fresh, new Random(1));
        edge.directory.update(edge.record.withSecrets(List.of(sealed, ending)));
        AttenuableKey other = edge.keys(fresh).make();

        assertThat(denial(admit(made))).isNull();
        assertThat(denial(admit(other))).isNull();
        edge.time.advance(ofMinutes(5));
        assertThat(denial(admit(made))).isEqualTo(Denial.EXPIRED);
        assertThat(denial(admit(made.narrow(n -> n)))).isEqualTo(Denial.EXPIRED);
        assertThat(denial(admit(other))).isNull();
    }

    @Test
    void usingAKeyThatWasMadeWithAnOldSecretIsAnAlarm() {
        List<String> alarms = new ArrayList<>();
        StoredSecret sealed = Sealed.seal().seal(edge.record.id(), AttenuableEdge.FRESH, new Random(1));
        StoredSecret old = edge.record.secrets().get(0);
        edge.directory.update(edge.record.withSecrets(List.of(sealed, old)));
        try (Tallygate watched = Tallygate.builder()
                .directory(edge.directory)
                .accept(AttenuableScheme.sealing("2026", Sealed.key(1)))
                .listener(new Listener() {
                    @Override
                    public void onAlarm(String code, String message) {
                        alarms.add(code);
                    }
                })
                .time(edge.time)
                .build()) {
            for (AttenuableKey key : List.of(edge.keys(AttenuableEdge.FRESH).make(), made)) {
                assertThat(alarms).isEmpty();
                FakeRequest request = AttenuableEdge.carrying(key.text());
                assertThat(watched.admit(request, Demand.plain()).permitted()).isTrue();
            }
        }
        assertThat(alarms).containsExactly("app-key-old-secret");
    }

    @Test
    void onlyWhoHoldsAKeyIsToldThatItsAppKeyIsDisabled() {
        edge.directory.update(edge.record.withDisabled(true));
        assertThat(denial(admit(made))).isEqualTo(Denial.DISABLED);
        AttenuableKey guessed = edge.keys(AttenuableEdge.GUESSED).make();
        assertThat(denial(admit(guessed))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void aKeyThatIsMadeInTimeToComeIsNotGoodYet() {
        for (int ahead : new int[] {30, 31}) {
            AttenuableKeys keys = AttenuableKeys.of(AttenuableEdge.APP, AttenuableEdge.SECRET)
                    .time(ManualTime.at(start.plusSeconds(ahead)));
            assertThat(denial(admit(keys.make()))).isEqualTo(ahead > 30 ? Denial.CLOCK_SKEW : null);
        }
    }

    @Test
    void aChallengeSaysWhatIsWrong() {
        AttenuableKey guessed = edge.keys(AttenuableEdge.GUESSED).make();
        assertThat(gate.reply(admit(guessed)).headers())
                .anyMatch(field -> field.value().equals("Bearer realm=\"api\", error=\"invalid_token\""));
    }
}
