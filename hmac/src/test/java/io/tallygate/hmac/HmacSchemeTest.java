package io.tallygate.hmac;

import static io.tallygate.hmac.TestApp.replacing;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HmacSchemeTest {
    private static final String KEY = ";keyid=\"tga_1\"";
    private static final String TAG = ";tag=\"tallygate-v1\"";
    private static final String FULL = "(" + Coverage.HEAD + ")";

    private final TestApp app = new TestApp();
    private AuthenticationScheme<PresentedSignature> scheme = app.open(TestApp.scheme());

    @Test
    void verifiesWhatItsSignerSigns() {
        for (String target :
                List.of("/", "/orders", "/orders/", "/orders?", "/orders?a=b&a=%20+c", "/caf%C3%A9/x:y@z")) {
            assertThat(denial(app.get(target))).as(target).isNull();
            assertThat(denial(app.post(target))).as(target).isNull();
        }
    }

    /** Order of the parameters and the label are the signer's own choice. */
    @Test
    void verifiesWhatAnotherSignerSigns() {
        FakeRequest request = FakeRequest.get("/orders");
        String nonce = ";nonce=\"0123456789abcdef\"";
        assertThat(denial(signed(request, "x-1*", FULL + TAG + nonce + KEY + times())))
                .isNull();
        assertThat(denial(signed(request, "x", FULL + times() + KEY + TAG + nonce.replace("01", "-_"))))
                .isNull();
    }

    @Test
    void ignoresSignaturesOfOthersBesideItsOwn() {
        FakeRequest request = app.get("/orders");
        String input = request.headers("Signature-Input").get(0);
        String signature = request.headers("Signature").get(0);
        String others = "a=(\"date\"; sf);x=1;tag=\"other\", " + input + ",\tb=()";
        FakeRequest several = replacing(
                replacing(request, "Signature-Input", others), "Signature", "b=:AA==:, " + signature + ", a=1");
        assertThat(denial(several)).isNull();
    }

    @Test
    void refusesWhatCannotBeMeant() {
        FakeRequest plain = FakeRequest.get("/orders");
        String nonce = ";nonce=\"0123456789abcdef\"";
        for (String parameters : List.of(
                FULL + times() + nonce + TAG,
                FULL + times() + nonce + KEY + TAG + ";alg=\"hmac-sha256\"",
                FULL + times() + nonce + KEY + TAG + ";region=\"eu\"",
                FULL + times() + nonce + KEY + KEY + TAG,
                FULL + times() + nonce + ";keyid=\"\"" + TAG,
                FULL + times() + nonce + ";keyid=\"tga 1\"" + TAG,
                FULL + times() + nonce + ";keyid=\"" + "k".repeat(129) + "\"" + TAG,
                FULL + times() + ";nonce=\"0123456789abcde\"" + KEY + TAG,
                FULL + times() + ";nonce=\"" + "n".repeat(65) + "\"" + KEY + TAG,
                FULL + times() + ";nonce=\"0123456789abcde+\"" + KEY + TAG,
                FULL + ";created=1;expires=1" + nonce + KEY + TAG,
                FULL + ";created=-1;expires=1" + nonce + KEY + TAG)) {
            assertThat(scheme.parse(carrying(plain, "tg=" + parameters, "tg=:" + "A".repeat(43) + "=:")))
                    .as(parameters)
                    .isSameAs(Parsed.malformed());
        }
    }

    @Test
    void refusesCodesOfAnotherForm() {
        FakeRequest request = app.get("/orders");
        String code = request.headers("Signature").get(0).substring(3);
        for (String other : List.of(
                "",
                "=",
                "=1",
                "=\"" + code.substring(1) + "\"",
                "=::",
                "=:AAAA:",
                "=" + code.replace("=:", ":"),
                "=:" + "A".repeat(22) + "==:",
                "=:" + "A".repeat(86) + "==:",
                "=(" + code.substring(1) + ")",
                "=" + code + code)) {
            assertThat(scheme.parse(replacing(request, "Signature", "tg" + other)))
                    .as(other)
                    .isSameAs(Parsed.malformed());
        }
    }

    @Test
    void refusesASecondLineOrASecondSignature() {
        FakeRequest request = app.get("/orders");
        String input = request.headers("Signature-Input").get(0);
        String signature = request.headers("Signature").get(0);
        List<FakeRequest> doubled = new ArrayList<>();
        for (String name : List.of("Host", "Authorization", "Content-Digest", "Content-Type")) {
            doubled.add(request.header(name, "a").header(name, "a"));
        }
        doubled.add(request.header("Signature-Input", "a=()"));
        doubled.add(request.header("Signature", "a=:AA==:"));
        doubled.add(replacing(request, "Signature-Input", input + ", " + input.replace("tg=", "b=")));
        doubled.add(replacing(request, "Signature", signature + ", " + signature));
        assertThat(doubled)
                .hasSize(8)
                .allSatisfy(it -> assertThat(scheme.parse(it)).isSameAs(Parsed.malformed()));
    }

    @Test
    void refusesTargetsOfTwoReadings() {
        FakeRequest request = app.get("/orders");
        for (String target :
                List.of("/a/../b", "//a", "/a%2Fb", "/a%5cb", "/a%00", "/a%2", "/\u00e4", "/a;b", "/?a=%x", "a", "")) {
            FakeRequest other = TestApp.with(FakeRequest.get(target), fields(request));
            assertThat(scheme.parse(other)).as(target).isSameAs(Parsed.malformed());
        }
    }

    /** Nothing but the answer to whoever has the secret says what is missing. */
    @Test
    void tellsTheSignerWhatIsNotCovered() {
        String nonce = ";nonce=\"0123456789abcdef\"";
        String rest = times() + nonce + KEY + TAG;
        FakeRequest body =
                FakeRequest.post("/orders").header("Content-Type", "a/b").header("Content-Length", "3");
        FakeRequest chunked = FakeRequest.post("/orders").header("Transfer-Encoding", "chunked");
        FakeRequest digest = body.header("Content-Digest", "md5=:AAAA:");
        List<FakeRequest> incomplete = List.of(
                signed(FakeRequest.get("/orders"), "tg", "()" + rest),
                signed(FakeRequest.get("/orders"), "tg", "(\"@method\" \"@authority\" \"@path\")" + rest),
                signed(FakeRequest.get("/orders"), "tg", "(\"@method\" \"@path\" \"@authority\" \"@query\")" + rest),
                signed(FakeRequest.get("/orders"), "tg", FULL + times() + KEY + TAG),
                signed(FakeRequest.get("/orders"), "tg", FULL + nonce + KEY + TAG + times().replaceAll(";exp.*", "")),
                signed(
                        FakeRequest.get("/orders"),
                        "tg",
                        FULL + nonce + KEY + TAG + times().replaceAll(".*;exp", ";exp")),
                signed(body, "tg", FULL + rest),
                signed(chunked, "tg", FULL + rest),
                signed(digest, "tg", "(" + Coverage.HEAD + " " + Coverage.BODY + ")" + rest));
        assertThat(incomplete).allSatisfy(it -> assertThat(denial(it)).isEqualTo(Denial.INCOMPLETE_SIGNATURE));
        FakeRequest wrong = replacing(incomplete.get(0), "Signature", "tg=:" + "A".repeat(43) + "=:");
        assertThat(denial(wrong)).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void takesADeclaredLengthOfZeroForNoBody() {
        String rest = times() + ";nonce=\"0123456789abcdef\"" + KEY + TAG;
        assertThat(denial(signed(FakeRequest.post("/").header("Content-Length", "0"), "tg", FULL + rest)))
                .isNull();
        FakeRequest twice = FakeRequest.post("/").header("Content-Length", "0").header("Content-Length", "0");
        assertThat(denial(signed(twice, "tg", FULL + rest))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
    }

    /** HTTP/2 need not declare a body that comes. */
    @Test
    void letsNoBodyComeWhereNoneIsSigned() {
        BodyCheck check = ((Verdict.VerifiedWithBody) verified(app.get("/"))).check();
        BodyCheck.Running nothing = check.begin();
        nothing.update(new byte[1], 0, 0);
        assertThat(nothing.matches()).isTrue();
        BodyCheck.Running something = check.begin();
        something.update(new byte[1], 0, 1);
        something.update(new byte[1], 0, 0);
        assertThat(something.matches()).isFalse();
    }

    @Test
    void coversFieldsOfTheSignersChoice() {
        RequestSigner signer = app.signer().covering("X-Trace");
        var headers = Map.of("x-trace", List.of("a", "b"));
        FakeRequest request = TestApp.with(
                FakeRequest.get("/").header("X-TRACE", " a").header("x-trace", "b "),
                signer.sign("GET", TestApp.uri("/"), headers, null));
        assertThat(denial(request)).isNull();
        FakeRequest merged = TestApp.with(
                FakeRequest.get("/").header("X-Trace", "a, b"), signer.sign("GET", TestApp.uri("/"), headers, null));
        assertThat(denial(merged)).as("the same by RFC 9110, 5.3").isNull();
        FakeRequest other = TestApp.with(
                FakeRequest.get("/").header("X-Trace", "a, c"), signer.sign("GET", TestApp.uri("/"), headers, null));
        assertThat(denial(other)).isEqualTo(Denial.INVALID_CREDENTIAL);
        FakeRequest missing = TestApp.with(FakeRequest.get("/"), signer.sign("GET", TestApp.uri("/"), headers, null));
        assertThat(denial(missing)).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** No component may be covered twice (RFC 9421, 2.5). */
    @Test
    void coversEachComponentOnce() {
        scheme = app.open(TestApp.scheme().replays(Replays.audience("eu-1").servingAtOnce()));
        RequestSigner signer = app.signer().audience("eu-1");
        RequestSigner again = signer.covering("@path", "Content-Type", "Tallygate-Audience");
        FakeRequest request = TestApp.post(again, "/");
        assertThat(denial(request)).isNull();
        assertThat(request.headers("Signature-Input").get(0))
                .startsWith("tg=(" + Coverage.HEAD + " " + Coverage.BODY + " \"tallygate-audience\")");
        FakeRequest typed = FakeRequest.get("/").header("Content-Type", "a/b");
        Map<String, List<String>> headers = Map.of("Content-Type", List.of("a/b"));
        FakeRequest bodiless = TestApp.with(typed, again.sign("GET", TestApp.uri("/"), headers, null));
        assertThat(bodiless.headers("Signature-Input").get(0))
                .startsWith("tg=(" + Coverage.HEAD + " \"tallygate-audience\" \"content-type\")");
    }

    @Test
    void letsNobodySignByWhatWasNotCopiedWell() {
        for (String name : List.of("", " tga_1", "tga_1\n", "tga_1\"", "tga 1", "t\u00e4")) {
            assertThatThrownBy(() -> app.signer(name, TestApp.SECRET))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("appId must be");
        }
        for (String secret : List.of(" " + TestApp.SECRET, TestApp.SECRET + "\n")) {
            assertThatThrownBy(() -> app.signer(TestApp.ID, secret))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("white space")
                    .hasMessageNotContaining(TestApp.SECRET);
        }
    }

    @Test
    void takesTheNameItIsCalledBy() {
        FakeRequest request = app.get("/orders");
        assertThat(denial(request.authority("API.example.com:80"))).isNull();
        assertThat(denial(app.get("/").authority("api.example.com:443"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(app.get("/").encrypted().authority("api.example.com:443")))
                .isNull();
        assertThat(denial(app.get("/").authority("evil.example.com"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        for (String none : Arrays.asList(
                null,
                "",
                "a b",
                "u@api.example.com",
                "a/b",
                "a".repeat(300),
                ":80",
                "a:80:80",
                "a:",
                "a:x",
                "[::1",
                "a]")) {
            assertThat(scheme.parse(app.get("/").authority(none))).as(none).isSameAs(Parsed.malformed());
        }
    }

    @Test
    void isGoodFromItsTimeOnForItsAge() {
        assertThat(afterSigning(Duration.ZERO)).isNull();
        assertThat(afterSigning(ofMinutes(5).minusMillis(1))).isNull();
        assertThat(afterSigning(ofMinutes(5))).isEqualTo(Denial.EXPIRED);
        assertThat(afterSigning(ofMinutes(5).plusMillis(1))).isEqualTo(Denial.CLOCK_SKEW);
        scheme = app.open(TestApp.scheme().maxAge(ofSeconds(10)));
        assertThat(afterSigning(ofSeconds(10))).isNull();
        assertThat(afterSigning(ofMillis(10_001))).isEqualTo(Denial.CLOCK_SKEW);
    }

    private @Nullable Denial afterSigning(Duration age) {
        app.time().advance(ofMillis(Math.floorMod(-app.time().epochMillis(), 1000L)));
        FakeRequest request = app.get("/");
        app.time().advance(age);
        return denial(request);
    }

    @Test
    void allowsForAClockThatIsAheadButNotByMuch() {
        assertThat(ahead(ofSeconds(30))).isNull();
        assertThat(ahead(ofSeconds(31))).isEqualTo(Denial.CLOCK_SKEW);
        scheme = app.open(TestApp.scheme().futureSkew(Duration.ZERO));
        assertThat(ahead(Duration.ZERO)).isNull();
        assertThat(ahead(ofSeconds(1))).isEqualTo(Denial.CLOCK_SKEW);
    }

    private @Nullable Denial ahead(Duration by) {
        app.time().jumpWall(by);
        FakeRequest request = app.get("/");
        app.time().jumpWall(by.negated());
        return denial(request);
    }

    @Test
    void tellsNoTimeToWhoHasNotSigned() {
        FakeRequest forged = TestApp.get(app.signer(TestApp.ID, "tgs_another"), "/");
        app.time().advance(ofMinutes(10));
        assertThat(denial(forged)).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void letsARequestInOnce() {
        FakeRequest request = app.post("/orders");
        assertThat(denial(request)).isNull();
        PresentedSignature credential = (PresentedSignature) scheme.parse(request);
        var proof = ((Resolution.Known<PresentedSignature>) scheme.resolve(credential)).proof();
        assertThat(proof.verify(credential, request, app.time().epochMillis()))
                .isEqualTo(new Verdict.Failed(Denial.REPLAYED));
    }

    @Test
    void asksForASecondSignatureAfterARestart() {
        FakeRequest before = app.get("/");
        app.time().advance(ofSeconds(1));
        scheme = app.open(TestApp.scheme());
        assertThat(denial(before)).isEqualTo(Denial.RESIGN);
        assertThat(denial(app.get("/"))).isNull();
        scheme = app.open(TestApp.scheme().replays(Replays.local()));
        assertThat(denial(app.get("/"))).as("within the skew of its start").isEqualTo(Denial.UNAVAILABLE);
        app.time().advance(ofSeconds(31));
        assertThat(denial(app.get("/"))).isNull();
    }

    /** A caller who could choose the key could have all requests billed as one. */
    @Test
    void knowsEachRequestAgainByWhatWasSigned() {
        Set<IdempotencyKey> keys = new HashSet<>();
        FakeRequest first = app.get("/");
        keys.add(verified(first).idempotencyKey());
        scheme = app.open(TestApp.scheme());
        assertThat(verified(first).idempotencyKey()).as("at another edge").isIn(keys);
        String rest = ";nonce=\"0123456789abcdef\"" + KEY + TAG;
        for (int i = 0; i < 3; i++) {
            app.time().advance(ofSeconds(1));
            keys.add(verified(signed(FakeRequest.get("/"), "tg", FULL + times() + rest))
                    .idempotencyKey());
        }
        assertThat(keys).hasSize(4).doesNotContainNull();
    }

    @Test
    void acceptsBothSecretsWhileTheyAreLive() {
        CredentialRecord record = directoryRecord();
        var next = Sealed.seal().seal(record.id(), Secret.ofUtf8("tgs_next"), new Random(3));
        var old = record.secrets().get(0).until(app.time().instant().plus(ofMinutes(1)));
        app.directory().update(record.withSecrets(List.of(next, old)));
        RequestSigner newer = app.signer(TestApp.ID, "tgs_next");
        assertThat(denial(TestApp.get(newer, "/"))).isNull();
        assertThat(app.alarms()).isEmpty();
        assertThat(denial(app.get("/"))).isNull();
        assertThat(app.alarms())
                .as("that somebody still uses the old one")
                .singleElement()
                .asString()
                .contains(TestApp.ID);
        app.time().advance(ofMinutes(1));
        assertThat(denial(TestApp.get(newer, "/"))).isNull();
        assertThat(denial(app.get("/"))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void saysThatAKeyIsDisabledToItsHolderAlone() {
        app.directory().update(directoryRecord().withDisabled(true));
        assertThat(denial(app.get("/"))).isEqualTo(Denial.DISABLED);
        assertThat(denial(TestApp.get(app.signer(TestApp.ID, "tgs_another"), "/")))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void acceptsTheKeyOfADayInItsRegionAlone() {
        scheme = app.open(TestApp.scheme().region("eu-1"));
        DayScope today = new DayScope(DayScope.OWN_PREFIX, "20261121", "eu-1");
        assertThat(denial(scoped(today))).isNull();
        assertThat(denial(scoped(new DayScope(DayScope.OWN_PREFIX, "20261121", "us-1"))))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(scoped(new DayScope(DayScope.OWN_PREFIX, "20261120", "eu-1"))))
                .isEqualTo(Denial.RESTRICTED);
        assertThat(denial(scoped(new DayScope(DayScope.OWN_PREFIX, "20261341", "eu-1"))))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
        app.time().advance(Duration.ofHours(12));
        assertThat(denial(scoped(today))).as("a key of yesterday").isEqualTo(Denial.RESTRICTED);
        scheme = app.open(TestApp.scheme());
        assertThat(denial(scoped(new DayScope(DayScope.OWN_PREFIX, "20261122", "eu-1"))))
                .as("an edge without a region")
                .isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    private FakeRequest scoped(DayScope scope) {
        Secret derived = scope.derive(Secret.ofUtf8(TestApp.SECRET));
        String parameters = FULL + times() + ";nonce=\"0123456789abcdef\";keyid=\"tga_1/" + scope.day() + "/"
                + scope.region() + "\"" + TAG;
        return signed(FakeRequest.get("/"), "tg", parameters, derived);
    }

    @Test
    void acceptsWhatIsSignedForItsAudienceAlone() {
        scheme = app.open(TestApp.scheme().replays(Replays.audience("eu-1").servingAtOnce()));
        assertThat(denial(TestApp.get(app.signer().audience("eu-1"), "/"))).isNull();
        assertThat(denial(TestApp.post(app.signer().audience("eu-1"), "/"))).isNull();
        assertThat(denial(TestApp.get(app.signer().audience("us-1"), "/"))).isEqualTo(Denial.RESTRICTED);
        assertThat(denial(app.get("/"))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
        assertThat(denial(app.get("/").header("Tallygate-Audience", "eu-1"))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
        assertThat(scheme.hints(Denial.NO_CREDENTIAL).get(0).value()).contains("\"tallygate-audience\"");
    }

    @Test
    void tellsCallersWhatToSign() {
        assertThat(scheme.challenges(Denial.CLOCK_SKEW, "api"))
                .containsExactly("Signature realm=\"api\", error=\"clock-skew\"");
        assertThat(scheme.challenges(Denial.NO_CREDENTIAL, "api")).containsExactly("Signature realm=\"api\"");
        assertThat(scheme.hints(Denial.NO_CREDENTIAL))
                .extracting(it -> it.name() + ": " + it.value())
                .containsExactly(
                        "Accept-Signature: orders=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-type\""
                                + " \"content-digest\");created;expires;tag=\"tallygate-v1\"",
                        "Want-Content-Digest: sha-256=10, sha-512=5");
        assertThat(scheme.hints(Denial.INSUFFICIENT_SCOPE)).isEmpty();
    }

    @Test
    void verifiesARequestWhileItsHostVerifiesAnotherOnTheSameThread() {
        FakeRequest request = app.post("/orders");
        InboundRequest verifying = (InboundRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {InboundRequest.class}, (proxy, method, arguments) -> {
                    verified(app.get("/another"));
                    return method.invoke(request, arguments);
                });
        verified(verifying);
    }

    @Test
    void takesNoSettingThatIsMissing() {
        HmacScheme some = TestApp.scheme();
        assertThatThrownBy(() -> some.replays(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> some.authority(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> some.target(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> some.diagnose(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> some.maxAge(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> some.futureSkew(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void namesAllItsFaultsAtOnce() {
        Environment without = new Environment(
                app.time(), new Random(1), app.time(), app.environment().listener(), Optional.empty());
        HmacScheme broken = HmacScheme.profile("Orders")
                .sealing("2026", () -> Secret.ofUtf8("short"))
                .maxAge(Duration.ZERO)
                .futureSkew(Duration.ofHours(1))
                .replays(Replays.local().capacity(0))
                .region("eu/1")
                .maxBody(-1);
        assertThat(String.join("\n", broken.faults(without)))
                .contains("profile", "2026", "maxAge", "futureSkew", "capacity", "region", "maxBody", "directory")
                .doesNotContain("short\"");
        assertThat(TestApp.scheme().faults(app.environment())).isEmpty();
        assertThat(TestApp.scheme().toString()).contains("orders", "2026", "once by each edge");
    }

    private CredentialRecord directoryRecord() {
        return app.directory().find(new CredentialId(TestApp.ID)).orElseThrow();
    }

    private String times() {
        long now = Math.floorDiv(app.time().epochMillis(), 1000L);
        return ";created=" + now + ";expires=" + (now + 60);
    }

    private static Map<String, String> fields(FakeRequest request) {
        return Map.of(
                "Signature-Input", request.headers("Signature-Input").get(0),
                "Signature", request.headers("Signature").get(0));
    }

    private static FakeRequest signed(FakeRequest request, String label, String parameters) {
        return signed(request, label, parameters, Secret.ofUtf8(TestApp.SECRET));
    }

    private static FakeRequest signed(FakeRequest request, String label, String parameters, Secret secret) {
        HttpMessage message = new HttpMessage.Request(
                request.method(), "http", "api.example.com", request.target(), request::headers);
        SignatureLines lines = SignatureLines.sign(label, parameters, message, new MacKey(secret.reveal()));
        return carrying(request, lines.input(), lines.signature());
    }

    private static FakeRequest carrying(FakeRequest request, String input, String signature) {
        return request.header("Signature-Input", input).header("Signature", signature);
    }

    private Verdict verified(InboundRequest request) {
        Verdict verdict = verify(request);
        assertThat(verdict).isInstanceOf(Verdict.VerifiedWithBody.class);
        return verdict;
    }

    private @Nullable Denial denial(FakeRequest request) {
        return verify(request) instanceof Verdict.Failed failed ? failed.denial() : null;
    }

    /** As a gate without a session does. */
    private Verdict verify(InboundRequest request) {
        Parsed parsed = scheme.parse(request);
        assertThat(parsed).isInstanceOf(PresentedSignature.class);
        PresentedSignature credential = (PresentedSignature) parsed;
        Resolution<PresentedSignature> resolution = scheme.resolve(credential);
        return resolution instanceof Resolution.Known<PresentedSignature> known
                ? known.proof().verify(credential, request, app.time().epochMillis())
                : new Verdict.Failed(((Resolution.Refused<PresentedSignature>) resolution).denial());
    }
}
