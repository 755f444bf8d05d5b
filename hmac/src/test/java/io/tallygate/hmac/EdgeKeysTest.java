package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.seal.SealingKeys;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EdgeKeysTest {
    private static final Duration WINDOW = Duration.ofSeconds(330);

    private final ManualTime time = ManualTime.at("2026-11-21T12:00:00Z");
    private final InMemoryDirectory centre = new InMemoryDirectory(time);
    private final AppKeys keys =
            AppKeys.in(centre).sealing("2026", Sealed.key(1)).time(time).random(new Random(42));
    private final IssuedKey issued = keys.issue("acme", "orders:read");
    private final CredentialId id = issued.id();
    private final EdgeKeys served = EdgeKeys.forRegion("eu-west-1", centre)
            .opening("2026", Sealed.key(1))
            .sealing("eu", Sealed.key(9))
            .time(time)
            .random(new Random(43));
    private final List<String> alarms = new ArrayList<>();

    private final Listener listener = new Listener() {
        @Override
        public void onAlarm(String code, String message) {
            alarms.add(code + ": " + message);
        }
    };

    private AppKeyLookUp edge(Directory directory, SealingKeys sealing) {
        Environment environment = new Environment(time, new Random(44), time, listener, Optional.of(directory));
        return new AppKeyLookUp(environment, new SecretSeal(sealing));
    }

    private AppKeyLookUp edge(Directory directory) {
        return edge(directory, SecretSeal.keys("eu", Sealed.key(9)));
    }

    private static List<String> scopes(AppKey key) {
        return key.secrets().stream()
                .map(secret -> String.valueOf(secret.scope()))
                .toList();
    }

    @Test
    void givesAnEdgeTheKeyOfTodayForItsRegion() {
        AppKey key = edge(served).find(id);
        DayScope today = new DayScope("TALLYGATE4", "20261121", "eu-west-1");
        Secret whole = Secret.ofUtf8(issued.secret());
        assertThat(key.secrets())
                .containsExactly(new LiveSecret(today.derive(whole), today, Instant.parse("2026-11-22T00:05:30Z")));
        assertThat(key.entitlement()).isEqualTo(issued.record().entitlement());
    }

    @Test
    void givesAnEdgeNothingElseToDeriveFrom() {
        LiveSecret held = edge(served).find(id).secrets().get(0);
        Secret whole = Secret.ofUtf8(issued.secret());
        for (String other : new String[] {"20261120 eu-west-1", "20261122 eu-west-1", "20261121 us-east-1"}) {
            DayScope scope = new DayScope("TALLYGATE4", other.substring(0, 8), other.substring(9));
            assertThat(held.keyOf(scope)).isNull();
            assertThat(held.secret()).isNotEqualTo(scope.derive(whole));
        }
        assertThat(held.whole()).isFalse();
        CredentialRecord seen = served.find(id).orElseThrow();
        SecretSeal directorys = Sealed.seal();
        SecretSeal edges = new SecretSeal(SecretSeal.keys("eu", Sealed.key(9)));
        assertThatThrownBy(() -> directorys.open(id, seen.secrets().get(0)))
                .isInstanceOf(UnopenedSecretException.class);
        assertThatThrownBy(() -> edges.open(id, issued.record().secrets().get(0)))
                .as("the edge's key opens nothing of the directory")
                .isInstanceOf(UnopenedSecretException.class);
        assertThatThrownBy(() ->
                        edges.open(new CredentialId("tga_1"), seen.secrets().get(0)))
                .isInstanceOf(UnopenedSecretException.class);
    }

    @Test
    void keepsTheOrderAndTheEndsOfSecretsWhileRotating() {
        Instant end = time.instant().plus(Duration.ofHours(1));
        IssuedKey second = keys.rotate(id, Duration.ofHours(1));
        AppKey key = edge(served.prefixes("AWS4", "TALLYGATE4")).find(id);
        assertThat(scopes(key))
                .containsExactly(
                        "AWS4/20261121/eu-west-1",
                        "TALLYGATE4/20261121/eu-west-1",
                        "AWS4/20261121/eu-west-1",
                        "TALLYGATE4/20261121/eu-west-1");
        DayScope aws = new DayScope("AWS4", "20261121", "eu-west-1");
        assertThat(key.secrets().get(0).secret()).isEqualTo(aws.derive(Secret.ofUtf8(second.secret())));
        assertThat(key.secrets().get(2).secret()).isEqualTo(aws.derive(Secret.ofUtf8(issued.secret())));
        assertThat(key.secrets().get(2).notAfter()).isEqualTo(end);
        assertThat(key.outdated(key.secrets().get(1))).isFalse();
        assertThat(key.outdated(key.secrets().get(3))).isTrue();
    }

    /** Minute by minute over three days: whatever a client may sign with, an edge that asks when it is told to has. */
    @Test
    void hasTheKeysOfAllThatMayBeSignedAtAnyMoment() {
        AppKeyLookUp edge = edge(served);
        AppKey key = edge.find(id);
        int lookUps = 1;
        int most = 0;
        for (int minute = 0; minute < 3 * 24 * 60; minute++) {
            Instant now = time.instant();
            if (!now.isBefore(key.until())) {
                key = edge.find(id);
                lookUps++;
            }
            TreeSet<String> held = new TreeSet<>();
            for (LiveSecret secret : key.secrets()) {
                if (secret.liveAt(now.toEpochMilli())) {
                    held.add(secret.scope().day());
                }
            }
            assertThat(held).as("at %s", now).contains(day(now.minus(WINDOW.minusMillis(1))), day(now));
            assertThat(held).as("a clock ahead at %s", now).contains(day(now.plusSeconds(9 * 60)));
            most = Math.max(most, held.size());
            time.advance(Duration.ofMinutes(1));
        }
        assertThat(lookUps).as("once a day").isEqualTo(4);
        assertThat(most).isEqualTo(2);
    }

    @Test
    void givesYesterdaysKeyToWhoAsksWhileItsSignaturesAreAccepted() {
        time.advance(Duration.ofHours(12));
        assertThat(scopes(edge(served).find(id)))
                .containsExactly("TALLYGATE4/20261121/eu-west-1", "TALLYGATE4/20261122/eu-west-1");
        time.advance(WINDOW);
        assertThat(scopes(edge(served).find(id))).containsExactly("TALLYGATE4/20261122/eu-west-1");
        assertThat(scopes(edge(served.window(WINDOW.plusMillis(1))).find(id))).hasSize(2);
    }

    private static String day(Instant instant) {
        return DayScope.of("AWS4", EdgeDays.dayOf(instant), "r").day();
    }

    @Test
    void spreadsTheLookUpsOfAllKeysOverTheLastHour() {
        LocalDate today = LocalDate.of(2026, 11, 21);
        TreeSet<Instant> moments = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            moments.add(EdgeDays.nextAfter(today, keys.issue("acme").id()));
        }
        assertThat(moments).hasSizeGreaterThan(500);
        assertThat(moments.first()).isBetween("2026-11-21T23:00:00Z", "2026-11-21T23:05:00Z");
        assertThat(moments.last()).isBetween("2026-11-21T23:45:00Z", "2026-11-21T23:50:00Z");
    }

    @Test
    void isUnavailableRatherThanWrongWhenOnlyYesterdaysKeyIsRemembered() {
        CredentialRecord remembered = served.find(id).orElseThrow();
        InMemoryDirectory memory = new InMemoryDirectory(time);
        memory.insert(remembered.withVersion(0));
        AppKeyLookUp edge = edge(memory);
        time.advance(Duration.ofHours(12).minusMillis(1));
        assertThat(edge.find(id).until())
                .as("asks again soon")
                .isEqualTo(time.instant().plus(Duration.ofMinutes(1)));
        time.advance(Duration.ofMillis(1));
        assertThatThrownBy(() -> edge.find(id))
                .isInstanceOf(DirectoryUnavailableException.class)
                .hasMessageContaining("no key of today");
        assertThat(alarms).isEmpty();
    }

    @Test
    void passesOnWhatItCannotOpenSoThatTheEdgeSaysSo() {
        AppKeys foreign = AppKeys.in(centre).sealing("2031", Sealed.key(5)).time(time);
        CredentialRecord unknown = foreign.issue("acme").record();
        assertThat(served.find(unknown.id())).contains(unknown);
        assertThatThrownBy(() -> edge(served).find(unknown.id())).isInstanceOf(DirectoryUnavailableException.class);
        assertThat(alarms).singleElement().asString().contains(unknown.id().value(), "2031");
        AppKey opened = edge(served.alsoOpening("2031", Sealed.key(5))).find(unknown.id());
        assertThat(scopes(opened)).containsExactly("TALLYGATE4/20261121/eu-west-1");
    }

    /** All keys at once, and at each request of each, when the key that seals them was not given. */
    @Test
    void tellsOfWhatTheCentreCannotOpenOnceForEachKey() {
        AppKeys foreign = AppKeys.in(centre).sealing("2031", Sealed.key(5)).time(time);
        CredentialRecord unknown = foreign.issue("acme").record();
        CredentialRecord ended = foreign.issue("acme").record();
        ended = ended.withSecrets(
                List.of(ended.secrets().get(0).until(time.instant().plusSeconds(1))));
        time.advance(Duration.ofSeconds(1));
        Derivation derivation = new Derivation(
                "eu-west-1",
                List.of(DayScope.OWN_PREFIX),
                WINDOW,
                new SecretSeal(SecretSeal.keys("2026", Sealed.key(1))),
                new SecretSeal(SecretSeal.keys("eu", Sealed.key(9))),
                time,
                new Random(43),
                new SealAlarm(listener));
        for (int i = 0; i < 3; i++) {
            derivation.applied(unknown);
            derivation.applied(ended);
        }
        assertThat(alarms).singleElement().asString().contains(unknown.id().value());
        derivation.alsoOpening("2031", Sealed.key(5)).applied(unknown);
        derivation.applied(unknown);
        assertThat(alarms).as("of new trouble, anew").hasSize(2);
    }

    @Test
    void passesAllElseThrough() {
        StoredSecret hash = new StoredSecret("sha256", "0".repeat(64), null);
        CredentialRecord other = centre.insert(new CredentialRecord(
                new CredentialId("tg_1"),
                "api-key",
                List.of(hash),
                issued.record().entitlement(),
                false,
                0));
        centre.assign("acme", "gold");
        assertThat(served.find(other.id())).isEqualTo(centre.find(other.id()));
        assertThat(served.find(new CredentialId("tg_2"))).isEmpty();
        assertThat(served.findAll(List.of(other.id(), id, new CredentialId("tg_2"))))
                .hasSize(2)
                .containsEntry(other.id(), centre.find(other.id()).orElseThrow())
                .doesNotContainValue(centre.find(id).orElseThrow());
        assertThat(served.plan(new AccountId("acme"))).contains("gold");
        assertThat(served.changes().orElseThrow().state().position())
                .isEqualTo(centre.changes().orElseThrow().state().position());
    }

    @Test
    void refusesBadSettingsAtOnce() {
        EdgeKeys.Unsealed unsealed = EdgeKeys.forRegion("eu", centre).opening("2026", Sealed.key(1));
        assertThatThrownBy(() -> unsealed.sealing("eu", () -> Secret.of(new byte[31])))
                .hasMessageContaining("32 random bytes");
        assertThatThrownBy(() -> EdgeKeys.forRegion("e/u", centre)
                        .opening("2026", Sealed.key(1))
                        .sealing("eu", Sealed.key(9)))
                .hasMessageContaining("region");
        assertThatThrownBy(() -> served.prefixes()).hasMessageContaining("1 to 3 prefixes");
        assertThatThrownBy(() -> served.prefixes("A", "B", "C", "D")).hasMessageContaining("1 to 3 prefixes");
        assertThatThrownBy(() -> served.prefixes("aws4")).hasMessageContaining("A-Z 0-9");
        assertThatThrownBy(() -> served.window(Duration.ofHours(2))).hasMessageContaining("window must be in");
        assertThat(served).hasToString("EdgeKeys[region=eu-west-1, prefixes=[TALLYGATE4]]");
    }

    /** The longest of everything, on the night when there are keys of two days. */
    @Test
    void fitsIntoTheDirectorysBounds() {
        time.advance(Duration.ofHours(12));
        Directory longest = EdgeKeys.forRegion("r".repeat(32), centre)
                .opening("2026", Sealed.key(1))
                .sealing("l".repeat(32), Sealed.key(9))
                .prefixes("A".repeat(16), "B".repeat(16), "C".repeat(16))
                .time(time);
        AppKey key =
                edge(longest, SecretSeal.keys("l".repeat(32), Sealed.key(9))).find(id);
        assertThat(key.secrets()).hasSize(6);
    }
}
