package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Restriction.MaxUses.Exactness;
import io.tallygate.model.Revocation;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** URLs with limits in a whole gate. */
class ValetUrlTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private ValetEdge edge = new ValetEdge();
    private final Instant start = edge.time.instant();

    @AfterEach
    void close() {
        edge.close();
    }

    private Denial get(String target) {
        return edge.denial(FakeRequest.get(target));
    }

    private Denial get(ValetKey key) {
        return edge.denial(ValetEdge.get(key));
    }

    @Test
    void isGoodForOneMethodUnlessItListsMore() {
        String one = ValetEdge.target(edge.to("/reports/7"));
        assertThat(get(one)).isNull();
        for (String method : List.of("HEAD", "OPTIONS", "DELETE")) {
            assertThat(edge.denial(FakeRequest.of(method, one))).as(method).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        String several = ValetEdge.target(edge.to("/reports/7").methods("PUT", "GET", "HEAD"));
        int before = edge.lookUps.calls();
        for (String method : List.of("GET", "HEAD", "PUT")) {
            assertThat(edge.denial(FakeRequest.of(method, several))).as(method).isNull();
        }
        assertThat(edge.lookUps.calls() - before).as("look-ups for one URL").isOne();
        for (String method : List.of("DELETE", "OPTIONS", "get")) {
            assertThat(edge.denial(FakeRequest.of(method, several))).as(method).isEqualTo(Denial.RESTRICTED);
        }
    }

    @Test
    void isGoodForOnePathUnlessItHasAPrefix() {
        String one = ValetEdge.target(edge.to("/reports/7"));
        assertThat(get(one.replace("/reports/7", "/reports/8"))).isEqualTo(Denial.INVALID_CREDENTIAL);

        String below = ValetEdge.target(edge.to("/reports/a%20b/7?page=1").below("/reports/a%20b/"));
        String query = below.substring(below.indexOf('?'));
        for (String good : List.of("/reports/a%20b/7", "/reports/a%20b/", "/reports/a%20b/2026/%C3%A9.pdf")) {
            assertThat(get(good + query)).as(good).isNull();
        }
        assertThat(edge.lookUps.calls()).as("look-ups for two URLs").isEqualTo(2);
        for (String other : List.of("/reports/a%20b", "/reports/a%20c/7", "/", "/reports/a%20b/%2e%2e/7")) {
            assertThat(get(other + query)).as(other).isEqualTo(Denial.RESTRICTED);
        }
        for (String other : List.of("/reports/a%20b/../7", "/reports/a%20b//7", "reports/a%20b/7")) {
            assertThat(get(other + query)).as(other).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        }
        assertThat(get("/reports/a%20b/7" + query.replace("page=1", "page=2"))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** Its maker signs what he sees, and the gate keeps it to what the host sees. */
    @Test
    void hasAPrefixThatBeginsWithWhatAProxyTakesAway() {
        edge.close();
        edge = new ValetEdge(scheme ->
                scheme.target(request -> (request.headers("X-Direct").isEmpty() ? "/api" : "") + request.target()));
        String query = query(edge.to("/api/reports/").below("/api/reports/"));
        assertThat(get("/reports/7" + query)).isNull();
        assertThat(get("/orders/7" + query)).isEqualTo(Denial.RESTRICTED);
        FakeRequest around = FakeRequest.get("/reports/7" + query).header("X-Direct", "1");
        assertThat(edge.denial(around)).as("not below it").isEqualTo(Denial.RESTRICTED);
        assertThat(get("/reports/7" + query)).isNull();

        assertThat(get("/reports/7" + query(edge.to("/api/").below("/api/")))).isNull();
        for (String elsewhere : List.of("/reports/", "/apis/", "/ipa/", "/ipa/reports/", "/")) {
            String other = query(edge.to(elsewhere).below(elsewhere));
            assertThat(get("/reports/7" + other)).as(elsewhere).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        }
    }

    private static String query(ValetKey key) {
        String target = ValetEdge.target(key);
        return target.substring(target.indexOf('?'));
    }

    @Test
    void hasNoPrefixWhereAProxyMakesOtherTargets() {
        edge.close();
        edge = new ValetEdge(scheme ->
                scheme.target(request -> request.target().replaceFirst("^/(v2|the/second/version)/", "/reports/")));
        String query = query(edge.to("/reports/").below("/reports/"));
        assertThat(get("/reports/7" + query)).isNull();
        assertThat(get("/v2/7" + query)).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        assertThat(get("/the/second/version/7" + query)).isEqualTo(Denial.MALFORMED_CREDENTIAL);
    }

    @Test
    void isNotGoodBeforeTheTimeItSaysButForTheSkewOfClocks() {
        FakeRequest request = ValetEdge.get(edge.to("/").notBefore(start.plusSeconds(60)));
        edge.time.advance(Duration.ofSeconds(30).minusMillis(1));
        assertThat(edge.denial(request)).isEqualTo(Denial.NOT_YET_VALID);
        edge.time.advance(Duration.ofMillis(1));
        assertThat(edge.denial(request)).isNull();
        edge.time.advance(TEN_MINUTES.minusSeconds(30).minusMillis(1));
        assertThat(edge.denial(request)).isNull();
        edge.time.advance(Duration.ofMillis(1));
        assertThat(edge.denial(request)).as("no skew at the end").isEqualTo(Denial.EXPIRED);
    }

    @Test
    void isNotGoodBeforeItWasMadeWhateverItSays() {
        ManualTime ahead = ManualTime.at(start.plusSeconds(31));
        FakeRequest early = ValetEdge.get(
                ValetEdge.keys(ahead).to(ValetEdge.HOST).expiresIn(TEN_MINUTES).notBefore(start));
        assertThat(edge.denial(early)).isEqualTo(Denial.NOT_YET_VALID);
        edge.time.advance(Duration.ofSeconds(1));
        assertThat(edge.denial(early)).isNull();
    }

    @Test
    void isGoodFromItsNetworksOnly() {
        FakeRequest request = ValetEdge.get(edge.to("/").networks("192.0.2.7", "2001:db8::/32"));
        for (String good : List.of("192.0.2.7", "2001:db8::1")) {
            assertThat(edge.denial(request.peer(good))).as(good).isNull();
        }
        for (String bad : List.of("192.0.2.8", "2001:db9::1")) {
            assertThat(edge.denial(request.peer(bad))).as(bad).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
        }
        assertThat(edge.denial(request.peer(null))).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
    }

    @Test
    void allowsNoMoreThanItsAppKey() {
        Restriction own = Restriction.Networks.of("192.0.2.0/24");
        edge.directory.update(
                edge.record.withEntitlement(edge.record.entitlement().withRestrictions(List.of(own))));
        FakeRequest request = ValetEdge.get(edge.to("/").networks("198.51.100.0/24"));
        assertThat(edge.denial(request.peer("198.51.100.1"))).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
        assertThat(edge.denial(request.peer("192.0.2.1"))).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
    }

    @Test
    void isRefusedForItsUsesWhereNobodyCountsThem() {
        assertThat(get(edge.to("/").maxUses(3, Exactness.PER_EDGE))).isEqualTo(Denial.RESTRICTED);
    }

    @Test
    void saysWhatItGivesAndWhereItComesFrom() {
        ValetKey key = edge.to("/reports/7")
                .grant("mail-7")
                .methods("GET", "HEAD")
                .below("/reports/")
                .networks("192.0.2.1");
        Entitlement given =
                ((Permit) edge.gate.admit(ValetEdge.get(key).peer("192.0.2.1"), Demand.plain())).entitlement();
        assertThat(given.account()).hasToString("acme");
        assertThat(given.notAfter()).isEqualTo(start.plus(TEN_MINUTES));
        assertThat(given.restrictions())
                .extracting(Restriction::words)
                .containsExactly(
                        List.of("methods", "GET", "HEAD"),
                        List.of("paths", "/reports/*"),
                        List.of("networks", "192.0.2.1/32"));
        assertThat(given.provenance())
                .isEqualTo(new Provenance(
                        new CredentialId(ValetEdge.APP),
                        "tallygate:valet",
                        ValetEdge.APP,
                        ValetEdge.APP + "/mail-7",
                        start));
    }

    @Test
    void isRevokedWithItsGrantAndNoOther() {
        Sealed.insert(edge.directory, "tga_other", "tgs_other");
        String others = SigV4Client.own("tga_other", "tgs_other")
                .presign("GET", "/?X-Tg-Grant=mail-7", start, "600", Sha256.OF_NOTHING);
        String one = ValetEdge.target(edge.to("/1").grant("mail-7"));
        String two = ValetEdge.target(edge.to("/2").grant("mail-7"));
        String spared = ValetEdge.target(edge.to("/1").grant("mail-8"));
        both(ValetKeys.grant(ValetEdge.APP, "mail-7"), List.of(one, two), List.of(spared, others));
    }

    @Test
    void isRevokedWithAllUrlsOfItsKeyAndNoRequestThatIsSignedOtherwise() {
        String one = ValetEdge.target(edge.to("/1"));
        String two = ValetEdge.target(edge.to("/2").grant("mail-7"));
        both(new Revocation.OfKey(ValetKeys.ISSUER, ValetEdge.APP), List.of(one, two), List.of());
        FakeRequest signed = edge.client.signWithHash(FakeRequest.get("/"), edge.time.instant(), new byte[0]);
        assertThat(edge.denial(signed)).isNull();
    }

    @Test
    void isRevokedWithItsKey() {
        both(
                new Revocation.OfCredential(new CredentialId(ValetEdge.APP)),
                List.of(ValetEdge.target(edge.to("/1"))),
                List.of());
    }

    @Test
    void isRevokedByWhenItWasMade() {
        String early = ValetEdge.target(edge.to("/"));
        edge.time.advance(Duration.ofSeconds(10));
        String late = ValetEdge.target(edge.to("/"));
        Revocation ofKey = new Revocation.OfCredential(new CredentialId(ValetEdge.APP));
        both(new Revocation.IssuedBefore(edge.time.instant(), ofKey), List.of(early), List.of(late));
    }

    /** Said on this edge, and said at the centre; to those that have a session, and to those that have none. */
    private void both(Revocation what, List<String> revoked, List<String> spared) {
        List<Consumer<Revocation>> ways = List.of(it -> edge.gate.revoke(it, start.plusSeconds(1)), it -> {
            edge.directory.revoke(it, null);
            edge.time.advance(Duration.ofSeconds(10));
        });
        for (Consumer<Revocation> way : ways) {
            revoked.subList(1, revoked.size())
                    .forEach(url -> assertThat(get(url)).as(url).isNull());
            spared.forEach(url -> assertThat(get(url)).as(url).isNull());
            assertThat(get(revoked.get(0))).isNull();
            way.accept(what);
            revoked.forEach(url -> assertThat(get(url)).as(url).isEqualTo(Denial.REVOKED));
            spared.forEach(url -> assertThat(get(url)).as(url).isNull());
            edge.close();
            edge = again(edge);
        }
    }

    private ValetEdge again(ValetEdge before) {
        ValetEdge next = new ValetEdge();
        Sealed.insert(next.directory, "tga_other", "tgs_other");
        next.time.advance(Duration.between(start, before.time.instant()));
        return next;
    }

    /** A limit that is not understood cannot be kept; and each has one spelling. */
    @Test
    void mayHaveNoLimitThatSaysNothing() {
        assertThat(get(edge.presigned("/?X-Tg-Max-Uses=1-per-edge"))).isEqualTo(Denial.RESTRICTED);
        for (String bad : List.of(
                "Grant=",
                "Grant=a%2Fb",
                "Grant=" + "a".repeat(65),
                "Grant=%C3%A9",
                "grant=a",
                "GRANT=a",
                "Not-Before=",
                "Not-Before=1796040000",
                "Not-Before=20261121T126000Z",
                "Not-Before=2026-11-21T12:00:00Z",
                "Methods=",
                "Methods=get",
                "Methods=GET,",
                "Methods=GET,GET",
                "Methods=GET%20HEAD",
                "Methods=GET,%20HEAD",
                "Methods=A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q",
                "Path-Prefix=",
                "Path-Prefix=%2Freports",
                "Path-Prefix=reports%2F",
                "Path-Prefix=%2F..%2F",
                "Path-Prefix=%2Fa%252Fb%2F",
                "Path-Prefix=%2Fa*%2F",
                "Path-Prefix=%2F%2F",
                "Path-Prefix=%2F%3F%2F",
                "Path-Prefix=%2F" + "a".repeat(1022) + "%2F",
                "Networks=",
                "Networks=192.0.2.7",
                "Networks=192.0.2.7%2F24",
                "Networks=192.0.2.0%2F24,192.0.2.0%2F24",
                "Networks=2001:DB8::%2F32",
                "Networks=localhost",
                "Max-Uses=",
                "Max-Uses=3",
                "Max-Uses=0-exact",
                "Max-Uses=-1-exact",
                "Max-Uses=03-exact",
                "Max-Uses=%2B3-exact",
                "Max-Uses=3-EXACT",
                "Max-Uses=3-",
                "Max-Uses=-per-edge",
                "Max-Uses=1099511627776-exact",
                "Max-Uses=99999999999999999999-exact",
                "Max-Uses=%D9%A3-exact",
                "Countries=DE",
                "Max-Uses=1-exact&X-Tg-Max-Uses=2-exact",
                "Methods=GET&X%2DTg-Methods=PUT")) {
            assertThat(get(edge.presigned("/?X-Tg-" + bad))).as(bad).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        }
    }

    @Test
    void mayHaveFourThousandCharactersAndNoMore() {
        String start = edge.presigned("/?a=");
        String longest = edge.presigned("/?a=" + "x".repeat(4096 - start.length()));
        assertThat(longest).hasSize(4096);
        assertThat(get(longest)).isNull();
        assertThat(get(edge.presigned("/?a=" + "x".repeat(4097 - start.length()))))
                .isEqualTo(Denial.MALFORMED_CREDENTIAL);
    }
}
