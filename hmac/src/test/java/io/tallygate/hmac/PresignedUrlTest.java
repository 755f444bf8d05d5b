package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pre-signed URLs in a whole gate. */
class PresignedUrlTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String EMPTY = Sha256.OF_NOTHING;

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryDirectory records = new InMemoryDirectory(time);
    private final FaultyDirectory directory = FaultyDirectory.around(records);
    private final SigV4Client client = SigV4Client.own("tga_1", "tgs_1");
    private final Instant signedAt = time.instant();
    private Tallygate gate = gate(it -> it);

    private Tallygate gate(UnaryOperator<SigV4Scheme> settings) {
        SigV4Scheme scheme = SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                .encodedPaths()
                .sealing("2026", Sealed.key(1))
                .presignedUrls(Duration.ofHours(1));
        return Tallygate.builder()
                .directory(directory)
                .accept(settings.apply(scheme))
                .time(time)
                .random(new Random(1))
                .failures(10_000, MINUTE)
                .build();
    }

    PresignedUrlTest() {
        Sealed.insert(records, "tga_1", "tgs_1");
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private String url(String target, String expires) {
        return client.presign("GET", target, signedAt, expires, EMPTY);
    }

    private Denial denial(FakeRequest request) {
        Decision decision = gate.admit(request, Demand.plain());
        return decision instanceof Deny deny ? deny.denial() : null;
    }

    private Denial get(String target) {
        return denial(FakeRequest.get(target));
    }

    @Test
    void isGoodAgainAndAgainUntilItEnds() {
        String url = url("/orders/7?view=full", "60");
        for (int i = 0; i < 3; i++) {
            assertThat(get(url)).isNull();
        }
        assertThat(directory.calls()).isOne();
        time.advance(MINUTE.minusMillis(1));
        assertThat(get(url)).isNull();
        time.advance(Duration.ofMillis(1));
        assertThat(get(url)).isEqualTo(Denial.EXPIRED);
    }

    @Test
    void tellsOfItsEndOnlyWhoHasAProvenOne() {
        String url = url("/orders/7", "60");
        String forged = url.substring(0, url.length() - 1) + (url.endsWith("0") ? "1" : "0");
        assertThat(get(forged)).isEqualTo(Denial.INVALID_CREDENTIAL);
        time.advance(MINUTE);
        assertThat(get(url)).isEqualTo(Denial.EXPIRED);
        assertThat(get(forged)).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** A session that one URL began is no other's, whatever is changed: else its session would stand for what was never signed. */
    @Test
    void standsForNothingElseEvenWhileItHasASession() {
        String url = url("/orders/7?a=1", "60");
        assertThat(get(url)).isNull();
        for (String other : List.of(
                url.replace("/orders/7", "/orders/8"),
                url.replace("a=1", "a=2"),
                url.replace("a=1", "a=1&b="),
                url.replace("Expires=60", "Expires=61"),
                url.replace("tga_1", "tga_2"),
                url.replace("120000Z", "120001Z"))) {
            assertThat(other).isNotEqualTo(url);
            assertThat(get(other)).as(other).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        assertThat(denial(FakeRequest.of("DELETE", url))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(FakeRequest.get(url).authority("other.example.com"))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** The order of parameters, and how they are encoded, is not signed: they are one URL, with one session. */
    @Test
    void isTheSameInEverySpellingOfItsQuery() {
        String url = url("/orders?a=x%2Fy&b=2", "60");
        assertThat(get(url)).isNull();
        directory.down();
        assertThat(get(url.replace("a=x%2Fy&b=2&", "b=%32&") + "&a=x%2fy")).isNull();
        directory.healthy();
    }

    @Test
    void isNotGoodBeforeItsTime() {
        String early = client.presign("GET", "/", signedAt.plusSeconds(31), "60", EMPTY);
        assertThat(get(early)).isEqualTo(Denial.NOT_YET_VALID);
        time.advance(Duration.ofSeconds(1));
        assertThat(get(early)).isNull();
    }

    @Test
    void mayBeGoodForAnHourAndNoLonger() {
        assertThat(get(url("/", "3600"))).isNull();
        for (String bad : List.of("3601", "0", "-1", "", "060", "6e1", "1000000", "99999999999999999999", "\u0666")) {
            assertThat(get(url("/", bad))).as(bad).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        }
    }

    /** One that is not known could be a limit. */
    @Test
    void mayHaveNoParameterOfOursThatIsUnknownRepeatedOrMissing() {
        String url = url("/", "60");
        for (String bad : List.of(
                "/?X-Tg-Network=10.0.0.0%2F8",
                "/?x-tg-Expires=60", "/?X-TG-Foo", "/?X%2DTg-Method=GET", "/?X-Tg-Content-Sha256=0")) {
            assertThat(get(url(bad, "60"))).as(bad).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        }
        for (String bad : List.of(
                url + "&X-Tg-Expires=60",
                url.replace("X-Tg-Algorithm=", "X-Tg-Date="),
                url.replace("TALLYGATE4-HMAC", "AWS4-HMAC"),
                url.substring(0, url.indexOf("&X-Tg-Signature")),
                url.replace("SignedHeaders=host", "SignedHeaders="),
                url + "a",
                url + "&b=%")) {
            assertThat(get(bad)).as(bad).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        }
        assertThat(denial(client.sign(FakeRequest.get(url), signedAt, EMPTY))).isEqualTo(Denial.MALFORMED_CREDENTIAL);
    }

    @Test
    void signsThatThereIsNoBodyUnlessTheHostTakesAny() {
        String any = client.presign("PUT", "/", signedAt, "60", "UNSIGNED-PAYLOAD");
        String none = client.presign("PUT", "/", signedAt, "60", EMPTY);
        String said =
                client.presign("PUT", "/?X-Tg-Content-Sha256=UNSIGNED-PAYLOAD", signedAt, "60", "UNSIGNED-PAYLOAD");
        assertThat(denial(FakeRequest.of("PUT", any))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(FakeRequest.of("PUT", none))).isNull();
        assertThat(denial(FakeRequest.of("PUT", said))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
        gate.close();
        gate = gate(SigV4Scheme::unsignedBodies);
        assertThat(denial(FakeRequest.of("PUT", any))).isNull();
        assertThat(denial(FakeRequest.of("PUT", none))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(FakeRequest.of("PUT", said))).isNull();
    }

    @Test
    void endsWithItsKey() {
        String url = url("/", "600");
        Entitlement given = Entitlement.of(new AccountId("acme"), Provenance.recorded(new CredentialId("tga_1"), null));
        records.update(records.find(new CredentialId("tga_1"))
                .orElseThrow()
                .withEntitlement(given.withNotAfter(signedAt.plusSeconds(60))));
        assertThat(get(url)).isNull();
        time.advance(MINUTE);
        assertThat(get(url)).isEqualTo(Denial.EXPIRED);
    }

    @Test
    void endsWhenItsKeyIsSwitchedOff() {
        String url = url("/", "600");
        assertThat(get(url)).isNull();
        CredentialRecord record = records.find(new CredentialId("tga_1")).orElseThrow();
        records.update(record.withDisabled(true));
        time.advance(MINUTE);
        assertThat(get(url)).isEqualTo(Denial.DISABLED);
    }

    @Test
    void isRevokedByItselfOrByWhenItWasSigned() {
        String one = url("/1", "60");
        String two = url("/2", "60");
        String later = client.presign("GET", "/", signedAt.plusSeconds(10), "60", EMPTY);
        for (String each : List.of(one, two, later)) {
            assertThat(get(each)).isNull();
        }
        Permit permit = (Permit) gate.admit(FakeRequest.get(one), Demand.plain());
        String id = permit.entitlement().provenance().tokenId();
        gate.revoke(new Revocation.OfToken(ValetKeys.ISSUER, id));
        assertThat(get(one)).isEqualTo(Denial.REVOKED);
        assertThat(get(two)).isNull();
        gate.revoke(new Revocation.IssuedBefore(
                signedAt.plusSeconds(5), new Revocation.OfCredential(new CredentialId("tga_1"))));
        assertThat(get(two)).isEqualTo(Denial.REVOKED);
        assertThat(get(later)).isNull();
    }
}
