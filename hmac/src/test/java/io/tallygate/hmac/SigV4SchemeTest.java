package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.AccountId;
import io.tallygate.model.BodyCheck;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Provenance;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SigV4SchemeTest {
    private static final String SECRET = "tgs_new";
    private static final byte[] BODY = "amount=1".getBytes(StandardCharsets.UTF_8);
    private static final Verdict INVALID = new Verdict.Failed(Denial.INVALID_CREDENTIAL);

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final SigV4Client client = SigV4Client.own("tga_1", SECRET);
    private AuthenticationScheme<PresentedSigV4> scheme = open(it -> it);

    private AuthenticationScheme<PresentedSigV4> open(UnaryOperator<SigV4Scheme> settings) {
        return settings.apply(plain()).open(environment());
    }

    private static SigV4Scheme plain() {
        return SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                .encodedPaths()
                .sealing("2026", Sealed.key(1))
                .replays(Replays.local().servingAtOnce());
    }

    private Environment environment() {
        return environment(new ArrayList<>());
    }

    private Environment environment(List<String> alarms) {
        Listener listener = new Listener() {
            @Override
            public void onAlarm(String code, String message) {
                alarms.add(code);
            }
        };
        return new Environment(time, new Random(1), time, listener, Optional.of(directory));
    }

    @BeforeEach
    void insertKey() {
        Sealed.insert(directory, "tga_1", SECRET, "tgs_old");
    }

    private Instant now() {
        return time.instant();
    }

    private Verdict verdict(InboundRequest request) {
        PresentedSigV4 presented = (PresentedSigV4) scheme.parse(request);
        return known(presented).proof().verify(presented, request, time.epochMillis());
    }

    private Resolution.Known<PresentedSigV4> known(PresentedSigV4 presented) {
        return (Resolution.Known<PresentedSigV4>) scheme.resolve(presented);
    }

    private static Denial denial(Verdict verdict) {
        return verdict instanceof Verdict.Failed failed ? failed.denial() : null;
    }

    private FakeRequest get(String target) {
        return client.signWithHash(FakeRequest.get(target), now(), new byte[0]);
    }

    private FakeRequest post(String target) {
        return client.signWithHash(FakeRequest.post(target), now(), BODY);
    }

    @Test
    void verifiesABodyWhileItStreams() {
        BodyCheck check = ((Verdict.VerifiedWithBody) verdict(post("/orders"))).check();
        assertThat(check.maxBytes()).isEqualTo(10 << 20);
        assertThat(matches(check, BODY)).isTrue();
        assertThat(matches(check, "amount=2".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(matches(check, new byte[0])).isFalse();
    }

    private static boolean matches(BodyCheck check, byte[] body) {
        BodyCheck.Running running = check.begin();
        for (int i = 0; i < body.length; i++) {
            running.update(body, i, 1);
        }
        return running.matches();
    }

    /** A request that says nothing of its body has none; should there be one, it is not the one that was signed. */
    @Test
    void takesARequestThatSaysNothingOfABodyForOneWithout() {
        for (FakeRequest plain :
                List.of(FakeRequest.get("/"), FakeRequest.get("/").header("Content-Length", "0"))) {
            FakeRequest request = client.sign(plain, now(), Sha256.OF_NOTHING);
            BodyCheck check = ((Verdict.VerifiedWithBody) verdict(request)).check();
            assertThat(matches(check, new byte[0])).isTrue();
            assertThat(matches(check, BODY)).isFalse();
        }
    }

    @Test
    void refusesABodyOfWhichNothingIsSaidUnlessItMayBeHeld() {
        for (FakeRequest plain : announcing()) {
            FakeRequest request = client.sign(plain, now(), Sha256.hex(BODY));
            assertThat(scheme.parse(request)).isSameAs(Parsed.malformed());
        }
    }

    private static List<FakeRequest> announcing() {
        FakeRequest plain = FakeRequest.post("/").body(BODY);
        return List.of(plain.header("Content-Length", "8"), plain.header("Transfer-Encoding", "chunked"));
    }

    @Test
    void verifiesABodyAheadWhereItMayBeHeld() {
        scheme = open(it -> it.holdBodies(BODY.length));
        for (FakeRequest plain : announcing()) {
            FakeRequest request = client.sign(plain, now(), Sha256.hex(BODY));
            assertThat(verdict(request.body("amount=2".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(INVALID);
            assertThat(verdict(request)).isInstanceOf(Verdict.Verified.class);
        }
    }

    /** Of a name that does not exist it is not told either, so it would be a way to find names. */
    @Test
    void doesNotTellOfABodyThatIsTooLargeToBeHeld() {
        scheme = open(it -> it.holdBodies(BODY.length));
        FakeRequest larger = FakeRequest.post("/").body(new byte[BODY.length + 1]);
        String hash = Sha256.hex(new byte[BODY.length + 1]);
        for (String length : List.of("9", "99999999999999999999", "+8")) {
            FakeRequest request = client.sign(larger.header("Content-Length", length), now(), hash);
            assertThat(scheme.parse(request)).as(length).isSameAs(Parsed.malformed());
        }
        FakeRequest chunked = client.sign(larger.header("Transfer-Encoding", "chunked"), now(), hash);
        assertThat(verdict(chunked)).isEqualTo(INVALID);
    }

    @Test
    void takesUnsignedBodiesOnlyWhereTheHostSaysSo() {
        FakeRequest request = unsigned("UNSIGNED-PAYLOAD");
        assertThat(denial(verdict(request))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
        scheme = open(SigV4Scheme::unsignedBodies);
        assertThat(verdict(request)).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void takesNoSignedChunksAndSaysSoToWhoHasSigned() {
        scheme = open(SigV4Scheme::unsignedBodies);
        FakeRequest request = unsigned("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        assertThat(denial(verdict(request))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
        for (String bad : List.of("STREAMING-a", "STREAMING-" + "A".repeat(60), "unsigned-payload", "", "00")) {
            assertThat(scheme.parse(unsigned(bad))).as(bad).isSameAs(Parsed.malformed());
        }
    }

    private FakeRequest unsigned(String word) {
        return client.sign(FakeRequest.post("/").header("X-Tg-Content-Sha256", word), now(), word);
    }

    @Test
    void refusesASignatureByAnotherKeyOrOverAnotherRequest() {
        assertThat(verdict(get("/"))).isNotInstanceOf(Verdict.Failed.class);
        assertThat(verdict(client.withSecret("tgs_other").signWithHash(FakeRequest.get("/"), now(), BODY)))
                .isEqualTo(INVALID);
        FakeRequest signed = get("/a?b=1");
        String authorization = signed.headers("Authorization").get(0);
        for (FakeRequest other : List.of(
                FakeRequest.get("/a?b=2"),
                FakeRequest.get("/a"),
                FakeRequest.get("/A?b=1"),
                FakeRequest.post("/a?b=1"),
                FakeRequest.get("/a?b=1").authority("api.example.com:80"),
                FakeRequest.get("/a?b=1&c"),
                FakeRequest.get("/a?b=1&X-Tg-Signature=2"))) {
            FakeRequest forged = other.header("X-Tg-Date", client.time(now()))
                    .header("X-Tg-Content-Sha256", Sha256.OF_NOTHING)
                    .header("Authorization", authorization);
            assertThat(verdict(forged)).as(other.target()).isEqualTo(INVALID);
        }
    }

    @Test
    void takesEachLiveSecretAndNoneThatHasEnded() {
        List<String> alarms = new ArrayList<>();
        scheme = plain().open(environment(alarms));
        FakeRequest old = client.withSecret("tgs_old").signWithHash(FakeRequest.get("/"), now(), new byte[0]);
        assertThat(verdict(get("/"))).isNotInstanceOf(Verdict.Failed.class);
        assertThat(alarms).isEmpty();
        assertThat(verdict(old)).isNotInstanceOf(Verdict.Failed.class);
        assertThat(alarms).containsExactly(OldSecretUses.CODE);
        AppKey ending = new AppKey(
                Entitlement.of(new AccountId("acme"), Provenance.recorded(new CredentialId("tga_1"), null)),
                List.of(new LiveSecret(Secret.ofUtf8(SECRET), now().plusSeconds(10))),
                false);
        SigV4Proof proof = new SigV4Proof(
                SigV4Rules.standard(client.scope(), PathForm.GENERAL),
                ending,
                List.of(),
                new DayKeys(new LiveSecret(Secret.ofUtf8("tgs_spare"), null), client.scope()),
                new ReplayGuard(Replays.local(), Duration.ofMinutes(1), Duration.ZERO, environment()),
                new OldSecretUses(new Listener() {}),
                new WrongSignatures(Diagnosis.off(), environment()));
        FakeRequest request = get("/");
        PresentedSigV4 presented = (PresentedSigV4) scheme.parse(request);
        assertThat(proof.verify(presented, request, time.epochMillis() + 9_999)).isNotEqualTo(INVALID);
        assertThat(proof.verify(presented, request, time.epochMillis() + 10_000))
                .isEqualTo(INVALID);
    }

    @Test
    void tellsTheTimeOnlyToWhoHasSigned() {
        FakeRequest request = get("/");
        FakeRequest forged = client.withSecret("tgs_other").signWithHash(FakeRequest.get("/"), now(), new byte[0]);
        time.advance(Duration.ofMinutes(15));
        assertThat(denial(verdict(request))).isNull();
        time.advance(Duration.ofMillis(1));
        assertThat(denial(verdict(request))).isEqualTo(Denial.CLOCK_SKEW);
        assertThat(verdict(forged)).isEqualTo(INVALID);
    }

    @Test
    void takesAClockThatIsAheadByTheSkew() {
        FakeRequest edge = client.signWithHash(FakeRequest.get("/"), now().plusSeconds(30), new byte[0]);
        FakeRequest beyond = client.signWithHash(FakeRequest.get("/"), now().plusSeconds(31), new byte[0]);
        FakeRequest farBeyond = client.signWithHash(FakeRequest.get("/"), now().plusSeconds(10_000_000), new byte[0]);
        assertThat(denial(verdict(edge))).isNull();
        assertThat(denial(verdict(beyond))).isEqualTo(Denial.CLOCK_SKEW);
        assertThat(denial(verdict(farBeyond))).isEqualTo(Denial.CLOCK_SKEW);
    }

    /** At midnight the keys of two days are good at once; in one session, as kept keys must not be mixed up. */
    @Test
    void takesTheKeysOfBothDaysAroundMidnight() {
        PresentedSigV4 first = (PresentedSigV4) scheme.parse(get("/"));
        Resolution.Known<PresentedSigV4> known = known(first);
        time.advance(Duration.ofHours(12));
        for (int i = 0; i < 2; i++) {
            for (int seconds : new int[] {-60, -1, 0, 1, 30}) {
                FakeRequest request =
                        client.signWithHash(FakeRequest.get("/" + i), now().plusSeconds(seconds), new byte[0]);
                assertThat(known.proof().verify((PresentedSigV4) scheme.parse(request), request, time.epochMillis()))
                        .as("second " + seconds)
                        .isNotInstanceOf(Verdict.Failed.class);
            }
            time.advance(Duration.ofDays(3));
        }
    }

    @Test
    void letsARequestThatChangesSomethingInOnce() {
        FakeRequest request = post("/orders");
        PresentedSigV4 presented = (PresentedSigV4) scheme.parse(request);
        Resolution.Known<PresentedSigV4> known = known(presented);
        Verdict first = known.proof().verify(presented, request, time.epochMillis());
        assertThat(first.idempotencyKey()).isNotNull();
        assertThat(denial(known.proof().verify(presented, request, time.epochMillis())))
                .isEqualTo(Denial.REPLAYED);
        assertThat(denial(verdict(request))).as("in another session").isEqualTo(Denial.REPLAYED);
        FakeRequest next = client.signWithHash(FakeRequest.post("/orders"), now().plusSeconds(1), BODY);
        assertThat(verdict(next).idempotencyKey()).isNotNull().isNotEqualTo(first.idempotencyKey());
    }

    @Test
    void letsARequestThatOnlyReadsInAgainUnlessItSignsANonce() {
        FakeRequest read = get("/orders");
        for (int i = 0; i < 3; i++) {
            assertThat(verdict(read).idempotencyKey()).isNull();
            assertThat(denial(verdict(read))).isNull();
        }
        FakeRequest once =
                client.signWithHash(FakeRequest.get("/orders").header("X-Tg-Nonce", "1"), now(), new byte[0]);
        assertThat(verdict(once).idempotencyKey()).isNotNull();
        assertThat(denial(verdict(once))).isEqualTo(Denial.REPLAYED);
        assertThat(denial(verdict(read.header("X-Tg-Nonce", "unsigned")))).isNull();
    }

    @Test
    void remembersNothingOfARequestThatIsRefused() {
        FakeRequest request = client.sign(
                FakeRequest.post("/").header("X-Tg-Content-Sha256", "UNSIGNED-PAYLOAD"), now(), "UNSIGNED-PAYLOAD");
        assertThat(denial(verdict(request))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
        assertThat(denial(verdict(request))).isEqualTo(Denial.INCOMPLETE_SIGNATURE);
    }

    @Test
    void saysToWhoHasSignedThatAKeyIsDisabled() {
        directory.update(directory.find(new CredentialId("tga_1")).orElseThrow().withDisabled(true));
        assertThat(denial(verdict(get("/")))).isEqualTo(Denial.DISABLED);
        assertThat(verdict(client.withSecret("x").signWithHash(FakeRequest.get("/"), now(), BODY)))
                .isEqualTo(INVALID);
    }

    @Test
    void takesSignaturesOfItsOwnRegionServiceAndDayOnly() {
        assertThat(scheme.parse(get("/"))).isInstanceOf(PresentedSigV4.class);
        String authorization = get("/").headers("Authorization").get(0);
        for (String[] change : new String[][] {
            {"eu-1", "eu-2"},
            {"orders", "Orders"},
            {"20260131/", "20260130/"},
            {"tallygate4_request", "aws4_request"},
            {"tga_1", ""},
            {"tga_1", "tga-1"},
            {"tga_1", "a".repeat(65)},
            {"/20260131", "//20260131"},
            {", Signed", ",Signed"},
            {", Signature=", ", Signature=0"},
            {"Credential=", "credential="},
            {"host;", ""}
        }) {
            assertThat(scheme.parse(signedWith(authorization.replace(change[0], change[1]))))
                    .as(change[1])
                    .isSameAs(Parsed.malformed());
        }
    }

    private FakeRequest signedWith(String authorization) {
        return FakeRequest.get("/")
                .header("X-Tg-Date", SigV4Client.time(now()))
                .header("X-Tg-Content-Sha256", Sha256.OF_NOTHING)
                .header("Authorization", authorization);
    }

    @Test
    void readsOneTimeOfOneForm() {
        assertThat(SigV4Time.epochSecond("20260131T120000Z")).isEqualTo(time.epochMillis() / 1_000);
        assertThat(SigV4Time.epochSecond("20240229T235959Z"))
                .isEqualTo(Instant.parse("2024-02-29T23:59:59Z").getEpochSecond());
        for (String bad : List.of(
                "",
                "20260131T120000z",
                "20260131t120000Z",
                "20260131T120000Z ",
                "20260229T120000Z",
                "20261301T000000Z",
                "20260100T000000Z",
                "20260131T240000Z",
                "20260131T236000Z",
                "20260131T235960Z",
                "2026-01-31T12:0Z",
                "2026013\u0661T120000Z",
                "19691231T235959Z",
                "20260132T000000Z",
                "20260031T000000Z")) {
            assertThat(SigV4Time.epochSecond(bad)).as(bad).isNegative();
        }
        FakeRequest twice = get("/").header("X-Tg-Date", SigV4Client.time(now()));
        assertThat(scheme.parse(twice)).isSameAs(Parsed.malformed());
    }

    @Test
    void leavesOtherSchemesAlone() {
        for (FakeRequest other : List.of(
                FakeRequest.get("/"),
                FakeRequest.get("/").header("Authorization", "Bearer x"),
                FakeRequest.get("/").header("Authorization", "AWS4-HMAC-SHA256 Credential=x"),
                FakeRequest.get("/?X-Tg-Signature=x"))) {
            assertThat(scheme.parse(other)).isSameAs(Parsed.absent());
        }
    }

    /** So that a key that does not exist is not told from one that does by what the gate does not wait for. */
    @Test
    void asksForTheBodyOfANameThatDoesNotExistToo() {
        scheme = open(it -> it.holdBodies(BODY.length).diagnose(Diagnosis.off()));
        FakeRequest request = client.sign(announcing().get(0), now(), Sha256.hex(BODY));
        PresentedSigV4 presented = (PresentedSigV4) scheme.parse(request);
        List<String> ofNobody = new ArrayList<>();
        scheme.decoy().orElseThrow().verify(presented, watched(request, request, ofNobody), time.epochMillis());
        List<String> ofKey = new ArrayList<>();
        ((Resolution.Known<PresentedSigV4>) scheme.resolve(presented))
                .proof()
                .verify(presented, watched(request, request, ofKey), time.epochMillis());
        assertThat(ofNobody).contains("bodyAhead").isEqualTo(ofKey);
    }

    /** Notes what is asked of the request, which is another one once its body is here. */
    private static InboundRequest watched(FakeRequest request, FakeRequest withBody, List<String> asked) {
        return calling(method -> {
            asked.add(method);
            return asked.contains("bodyAhead") ? withBody : request;
        });
    }

    /** The request that each call is for, by the name of the method. */
    private static InboundRequest calling(Function<String, FakeRequest> request) {
        return (InboundRequest) Proxy.newProxyInstance(
                SigV4SchemeTest.class.getClassLoader(),
                new Class<?>[] {InboundRequest.class},
                (proxy, method, arguments) -> method.invoke(request.apply(method.getName()), arguments));
    }

    /** Hosts may add the trailers of a body to the fields, once it is here. */
    @Test
    void spellsTheFieldsAsTheyWereBeforeTheBodyCame() {
        scheme = open(it -> it.holdBodies(BODY.length));
        FakeRequest request = client.sign(announcing().get(1).header("X-A", "a"), now(), Sha256.hex(BODY));
        InboundRequest trailing = watched(request, request.header("X-A", "\u0130"), new ArrayList<>());
        assertThat(verdict(trailing)).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void spellsARequestWhileItsHostSignsAnotherOnTheSameThread() {
        FakeRequest request = get("/orders?a=1");
        InboundRequest signing = calling(method -> {
            get("/another");
            return request;
        });
        assertThat(verdict(signing)).isInstanceOf(Verdict.VerifiedWithBody.class);
    }

    @Test
    void takesAuthorityAndTargetFromWhereAProxyPutThem() {
        FakeRequest signed = get("/api/orders?a=1");
        FakeRequest arrived = FakeRequest.get("/orders?a=1").authority("10.0.0.7:8080");
        for (String field : signed.headerNames()) {
            arrived = arrived.header(field, signed.headers(field).get(0));
        }
        assertThat(verdict(arrived)).isEqualTo(INVALID);
        UnaryOperator<SigV4Scheme> behindProxy = it -> it.authority(AuthorityResolver.always("api.example.com"))
                .target(TargetResolver.behindPrefix("/api"))
                .presignedUrls(Duration.ofHours(1));
        scheme = open(behindProxy);
        assertThat(denial(verdict(arrived))).isNull();
        String url = client.presign("GET", "/api/orders", now(), "60", Sha256.OF_NOTHING);
        assertThat(denial(verdict(FakeRequest.get(url.substring("/api".length())))))
                .isNull();
        scheme = open(it -> behindProxy.apply(it).target(request -> null));
        assertThat(scheme.parse(arrived)).isSameAs(Parsed.malformed());
        assertThat(scheme.parse(FakeRequest.get(url))).isSameAs(Parsed.absent());
    }

    @Test
    void namesItsDialectAndItsRecord() {
        assertThat(scheme.name()).isEqualTo("sigv4-tallygate");
        assertThat(scheme.screen((PresentedSigV4) scheme.parse(get("/"))))
                .isEqualTo(new Screening.Names(new CredentialId("tga_1"), null));
        assertThat(scheme.challenges(Denial.NO_CREDENTIAL, "r")).containsExactly("TALLYGATE4-HMAC-SHA256 realm=\"r\"");
        assertThat(scheme.challenges(Denial.CLOCK_SKEW, "r"))
                .containsExactly("TALLYGATE4-HMAC-SHA256 realm=\"r\", error=\"clock-skew\"");
    }

    @Test
    void tellsTheBirthOfAnIssuedKey() {
        IssuedKey issued =
                AppKeys.in(directory).sealing("2026", Sealed.key(1)).time(time).issue("acme");
        FakeRequest request = SigV4Client.own(issued.id().value(), issued.secret())
                .signWithHash(FakeRequest.get("/"), now(), new byte[0]);
        assertThat(denial(verdict(request))).isNull();
        assertThat(scheme.screen((PresentedSigV4) scheme.parse(request)))
                .isEqualTo(new Screening.Names(issued.id(), now()));
    }

    @Test
    void reportsAllFaultsAtOnce() {
        SigV4Scheme wrong = plain().rawQueries()
                .presignedUrls(Duration.ofDays(8))
                .holdBodies(-1)
                .maxBody(-1)
                .maxAge(Duration.ZERO)
                .futureSkew(Duration.ofMinutes(16))
                .replays(Replays.audience("eu-2"))
                .alsoOpening("2026", Sealed.key(2));
        Environment bare = new Environment(time, new Random(1), time, new Listener() {}, Optional.empty());
        assertThat(wrong.faults(bare)).hasSize(9);
        assertThat(plain().presignedUrls(Duration.ofDays(7))
                        .replays(Replays.audience("eu-1"))
                        .faults(environment()))
                .isEmpty();
        assertThatThrownBy(() -> SigV4Scheme.aws("eu 1", "orders")).isInstanceOf(IllegalArgumentException.class);
    }
}
