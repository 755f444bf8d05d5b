package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tallygate.model.Denial;
import io.tallygate.model.Restriction.MaxUses.Exactness;
import io.tallygate.model.Secret;
import io.tallygate.testing.FakeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValetKeysTest {
    private ValetEdge edge = new ValetEdge();

    @AfterEach
    void close() {
        edge.close();
    }

    private ValetKeys keys() {
        return ValetEdge.keys(edge.time);
    }

    @Test
    void writesParametersThatAnySignerCouldHaveSigned() {
        String url = edge.to("/reports/7?page=1")
                .grant("mail-7")
                .notBefore(Instant.parse("2026-11-21T12:00:59.5Z"))
                .methods("GET", "HEAD")
                .below("/reports/")
                .networks("192.0.2.7", "10.0.0.0/8")
                .maxUses(3, Exactness.PER_EDGE)
                .url();
        assertThat(url)
                .matches(
                        "\\Qhttps://api.example.com/reports/7?page=1&X-Tg-Grant=mail-7&X-Tg-Not-Before=20261121T120100Z"
                                + "&X-Tg-Methods=GET%2CHEAD&X-Tg-Path-Prefix=%2Freports%2F&X-Tg-Networks=192.0.2.7%2F32%2C10.0.0.0%2F8"
                                + "&X-Tg-Max-Uses=3-per-edge&X-Tg-Algorithm=TALLYGATE4-HMAC-SHA256&X-Tg-Credential="
                                + ValetEdge.APP
                                + "%2F20261121%2Feu-1%2Forders%2Ftallygate4_request&X-Tg-Date=20261121T120000Z&X-Tg-Expires=600"
                                + "&X-Tg-Content-Sha256=" + Sha256.OF_NOTHING
                                + "&X-Tg-SignedHeaders=host&X-Tg-Signature=\\E[0-9a-f]{64}");
    }

    @Test
    void signsAsTheClientsDo() {
        String[] halves = edge.to("/a%20b?z=%7e&a=x+y&flag").url().split("&X-Tg-Signature=", 2);
        FakeRequest unsigned = FakeRequest.get(halves[0].substring(ValetEdge.HOST.length()));
        String text = new CanonicalRequest(PathForm.GENERAL, QueryForm.SORTED, "X-Tg-Signature")
                .upToBody(unsigned, SignedHeaders.parse("host"), UrlLimits.NONE)
                .text();
        assertThat(halves[1]).isEqualTo(keys().signature("20261121T120000Z", text + Sha256.OF_NOTHING));
    }

    @Test
    void signsTheHostAsClientsSendIt() {
        for (String host : List.of("https://API.example.com", "https://api.example.com:443")) {
            String url = keys().to(host).expiresIn(Duration.ofMinutes(1)).url();
            assertThat(url).startsWith("https://api.example.com/?X-Tg-");
            assertThat(edge.denial(FakeRequest.get(url.substring(ValetEdge.HOST.length()))))
                    .isNull();
        }
        String odd = keys().to("http://api.example.com:8080/")
                .expiresIn(Duration.ofMinutes(1))
                .url();
        FakeRequest request = FakeRequest.get(odd.substring("http://api.example.com:8080".length()));
        assertThat(edge.denial(request)).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(edge.denial(request.authority("api.example.com:8080"))).isNull();
    }

    @Test
    void signsThatThereIsNoBodyUnlessToldOtherwise() {
        ValetKey upload = edge.to("/files/7").methods("PUT");
        assertThat(put(upload)).isNull();
        assertThat(put(upload.anyBody())).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
        edge.close();
        edge = new ValetEdge(SigV4Scheme::unsignedBodies);
        assertThat(put(upload)).isNull();
        assertThat(put(upload.anyBody())).isNull();
    }

    private Denial put(ValetKey key) {
        return edge.denial(FakeRequest.of("PUT", ValetEdge.target(key)));
    }

    @Test
    void canSignForOtherNamesAndForms() {
        SigV4Scheme.NeedsSealing form = SigV4Scheme.aws("eu-1", "files").rawPaths();
        String url = ValetKeys.of(ValetEdge.APP, AttenuableEdge.SECRET, form)
                .time(edge.time)
                .to(ValetEdge.HOST + "/a%20b")
                .expiresIn(Duration.ofMinutes(1))
                .methods("GET", "HEAD")
                .url();
        assertThat(url)
                .contains("?X-Amz-Methods=GET%2CHEAD&X-Amz-Algorithm=AWS4-HMAC-SHA256&")
                .contains("&X-Amz-Signature=");
    }

    @Test
    void tellsWhatIsWrongAndWhatToDo() {
        refused(
                () -> ValetKeys.of("acme", AttenuableEdge.SECRET, ValetEdge.FORM),
                "give it first, and then the secret");
        refused(
                () -> ValetKeys.of(ValetEdge.APP, Secret.ofUtf8(AttenuableEdge.TEXT + "\n"), ValetEdge.FORM),
                "without a line end");
        refusedUrl("/reports/7", "must have a host");
        refusedUrl("https:/reports/7", "must have a host");
        refusedUrl("https://api.example.com/#top", "no fragment");
        refusedUrl("https://me@api.example.com/", "authority");
        refusedUrl("ftp://api.example.com/", "http or https");
        refusedUrl("https://api.example.com/a b", "encoded as it will be sent");
        refusedUrl("https://api.example.com/a/../b", "DOT_SEGMENT");
        refusedUrl("https://api.example.com/a/b?", "without a name");
        refusedUrl("https://api.example.com/a/b?a=1&&b", "without a name");
        refusedUrl(edge.to("/").url(), "already");
        refusedUrl("https://api.example.com/?%58-tg-grant=1", "already");
        refusedLife(Duration.ofDays(7).plusSeconds(1));
        refusedLife(Duration.ZERO);
        refusedLife(Duration.ofMillis(1_500));
        refusedLimit(key -> key.methods(), "method");
        refusedLimit(key -> key.methods("get"), "upper case");
        refusedLimit(key -> key.methods("GET", "GET"), "each once");
        refusedLimit(key -> key.below("/other/"), "must begin with /other/");
        refusedLimit(key -> key.below("/reports"), "begins and ends with /");
        refusedLimit(key -> key.networks("10.0.0.1/8"), "bits behind its prefix");
        refusedLimit(key -> key.maxUses(0, Exactness.EXACT), "uses must be in");
        refusedLimit(key -> key.grant("mail 7"), "grant must be named by");
        refusedLimit(key -> key.notBefore(Instant.EPOCH.minusSeconds(1)), "such as 20260131T120000Z");
        refused(edge.to("/").notBefore(edge.time.instant().plusSeconds(600))::url, "before the end");
        refused(edge.to("/?a=" + "x".repeat(4_000))::url, "say less");
    }

    private void refusedUrl(String url, String message) {
        refused(() -> keys().to(url), message);
    }

    private void refusedLife(Duration life) {
        refused(() -> keys().to(ValetEdge.HOST).expiresIn(life), "in [1s, 7d], was " + life);
    }

    private void refusedLimit(UnaryOperator<ValetKey> limit, String message) {
        refused(() -> limit.apply(edge.to("/reports/7")), message);
    }

    private static void refused(ThrowingCallable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake).withMessageContaining(message);
    }

    @Test
    void canBeLoggedWithoutItsSignature() {
        String target = ValetEdge.target(edge.to("/reports/7"));
        String signature = target.substring(target.length() - 64);
        assertThat(ValetEdge.scheme().redacted(target)).isEqualTo(target.replace(signature, "redacted"));
        assertThat(ValetEdge.scheme().redacted(target.replace("X-Tg-Sig", "x%2Dtg-sig")))
                .doesNotContain(signature);
    }

    @Test
    void showsNeitherSecretNorSignature() {
        ValetKey key = edge.to("/reports/7?token=hidden").grant("mail-7");
        String signature = key.url().substring(key.url().length() - 64);
        assertThat(keys() + " " + key)
                .contains(ValetEdge.APP)
                .contains("/reports/7")
                .contains("mail-7")
                .doesNotContain(AttenuableEdge.TEXT)
                .doesNotContain("hidden")
                .doesNotContain(signature);
        assertThat(new SigV4Reader(ValetEdge.FORM.rules().with(new SigV4Window(Window.standard(), Duration.ofDays(1))))
                        .find(ValetEdge.get(key)))
                .hasToString("PresentedSigV4[keyId=" + ValetEdge.APP + ", url=true]");
    }
}
