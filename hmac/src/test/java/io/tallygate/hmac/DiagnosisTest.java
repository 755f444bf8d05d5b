package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Background;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Makes each mistake that is known on purpose, and sees who is told of it. */
class DiagnosisTest {
    private static final Verdict INVALID = new Verdict.Failed(Denial.INVALID_CREDENTIAL);

    private final TestApp app = new TestApp();
    private final List<String> told = new ArrayList<>();
    private final Diagnosis diagnosis = Diagnosis.logged().to(told::add);

    @BeforeEach
    void endASecret() {
        CredentialId id = new CredentialId(TestApp.ID);
        CredentialRecord record = app.directory().find(id).orElseThrow();
        StoredSecret ended = Sealed.seal()
                .seal(id, Secret.ofUtf8(MadeMistakes.ENDED), new Random(1))
                .until(app.time().instant().minusSeconds(1));
        app.directory().update(record.withSecrets(List.of(record.secrets().get(0), ended)));
    }

    private AuthenticationScheme<PresentedSignature> profile() {
        return profile(diagnosis);
    }

    private AuthenticationScheme<PresentedSignature> profile(Diagnosis how) {
        return app.open(TestApp.scheme().region("eu-1").diagnose(how));
    }

    private AuthenticationScheme<PresentedSigV4> sigV4() {
        return SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                .encodedPaths()
                .sealing("2026", Sealed.key(1))
                .replays(Replays.local().servingAtOnce())
                .diagnose(diagnosis)
                .open(app.environment());
    }

    @Test
    void namesEachMistakeInTheLogAndNotToTheCaller() {
        Set<Mistake> made = new HashSet<>();
        int mistakes = 0;
        int named = 0;
        int leaked = 0;
        for (MadeMistakes.Made each : MadeMistakes.ofNative()) {
            made.add(each.mistake());
            mistakes++;
            leaked += verify(profile(), each.request()).equals(INVALID) ? 0 : 1;
            named += isNamed(each, mistakes) ? 1 : 0;
        }
        for (MadeMistakes.Made each : MadeMistakes.ofSigV4()) {
            made.add(each.mistake());
            mistakes++;
            leaked += verify(sigV4(), each.request()).equals(INVALID) ? 0 : 1;
            named += isNamed(each, mistakes) ? 1 : 0;
        }
        System.out.println("DIAGNOSIS mistakes=" + mistakes + " named=" + named + " leaked=" + leaked);
        assertThat(made).as("all that are known").hasSize(Examination.KNOWN);
        assertThat(named).isEqualTo(mistakes);
        assertThat(leaked).isZero();
    }

    private boolean isNamed(MadeMistakes.Made made, int findings) {
        assertThat(told).hasSize(findings);
        String finding = told.get(findings - 1);
        assertThat(finding)
                .as("what is told of " + made.mistake())
                .contains("app key tga_1", made.mistake().clause());
        assertThat(finding).doesNotContain(TestApp.SECRET, MadeMistakes.ENDED, "www.example.com", "/orders");
        made.request().headers("Signature").forEach(code -> assertThat(finding).doesNotContain(code));
        return finding.contains(made.mistake().clause());
    }

    @Test
    void namesNothingThatWasNotMade() {
        verify(profile(), TestApp.get(app.signer(TestApp.ID, "tgs_another"), "/orders?a=b"));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("another secret or another request").doesNotContain("would match if");
        SigV4Client stranger = SigV4Client.own(TestApp.ID, "tgs_another");
        verify(sigV4(), stranger.sign(FakeRequest.get("/"), app.time().instant(), Sha256.OF_NOTHING));
        assertThat(told.get(1)).contains("another secret or another request");
    }

    @Test
    void namesTheComponentsThatTheSignerHadOtherwise() {
        RequestSigner signer = app.signer().covering("X-Trace").debugging();
        FakeRequest plain = FakeRequest.get("/orders").header("X-Trace", "abc");
        Map<String, String> fields =
                signer.sign("GET", TestApp.uri("/orders"), Map.of("X-Trace", List.of("abc")), null);
        assertThat(verify(profile(), TestApp.with(plain, fields))).isInstanceOf(Verdict.VerifiedWithBody.class);
        FakeRequest other = FakeRequest.get("/invoices").header("X-Trace", "def");
        assertThat(verify(profile(), TestApp.with(other, fields))).isEqualTo(INVALID);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).endsWith("its signer has signed another \"@path\", \"x-trace\"");
    }

    @Test
    void tellsAnotherSecretFromAnotherRequest() {
        RequestSigner stranger = app.signer(TestApp.ID, "tgs_another").debugging();
        FakeRequest request = TestApp.get(stranger, "/orders");
        verify(profile(), request);
        assertThat(told.get(0)).endsWith("so the secret is another one");
        for (String broken :
                List.of("", "zzzz", request.headers("Tallygate-Debug").get(0) + " 0000")) {
            verify(profile(), TestApp.replacing(request, "Tallygate-Debug", broken));
            assertThat(told.get(told.size() - 1)).contains("another secret or another request");
        }
        assertThat(told).hasSize(4);
    }

    @Test
    void tellsOfClocksOnlyWhoHasSigned() {
        Verdict skewed = new Verdict.Failed(Denial.CLOCK_SKEW);
        FakeRequest right = app.get("/");
        FakeRequest wrong = TestApp.get(app.signer(TestApp.ID, "tgs_another"), "/");
        SigV4Client client = SigV4Client.own(TestApp.ID, TestApp.SECRET);
        Instant signed = app.time().instant();
        FakeRequest rightV4 = client.sign(FakeRequest.get("/"), signed, Sha256.OF_NOTHING);
        FakeRequest wrongV4 = client.withSecret("tgs_another").sign(FakeRequest.get("/"), signed, Sha256.OF_NOTHING);
        app.time().advance(Duration.ofHours(1));
        assertThat(verify(profile(), wrong)).isEqualTo(INVALID);
        assertThat(verify(sigV4(), wrongV4)).isEqualTo(INVALID);
        assertThat(told).hasSize(2).noneMatch(finding -> finding.contains("3600"));
        assertThat(verify(profile(), right)).isEqualTo(skewed);
        assertThat(told.get(2)).isEqualTo("untimely signature of app key tga_1: by our clock it was made 3600 s ago");
        assertThat(verify(sigV4(), rightV4)).isEqualTo(skewed);
    }

    @Test
    void tellsOfClocksThatCountMilliseconds() {
        ManualTime milliseconds = ManualTime.at(Instant.ofEpochSecond(app.time().epochMillis()));
        FakeRequest request = TestApp.get(app.signer().time(milliseconds), "/");
        assertThat(verify(profile(), request)).isEqualTo(new Verdict.Failed(Denial.CLOCK_SKEW));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("tga_1", "counts milliseconds");
    }

    @Test
    void tellsOfKeysThatDoNotExist() {
        verify(profile(), TestApp.get(app.signer("tga_2", TestApp.SECRET), "/"));
        SigV4Client stranger = SigV4Client.own("tga_2", TestApp.SECRET);
        verify(sigV4(), stranger.sign(FakeRequest.get("/"), app.time().instant(), Sha256.OF_NOTHING));
        assertThat(told)
                .hasSize(2)
                .allMatch(finding -> finding.contains("app key tga_2, base ") && finding.contains("no such app key"));
    }

    @Test
    void tellsNothingOfWhatIsRight() {
        AuthenticationScheme<PresentedSignature> scheme = profile();
        assertThat(verify(scheme, app.get("/"))).isInstanceOf(Verdict.VerifiedWithBody.class);
        app.time().advance(Duration.ofHours(1));
        assertThat(told).isEmpty();
    }

    @Test
    void looksIntoFewOfManyWrongSignatures() {
        AuthenticationScheme<PresentedSignature> scheme = profile();
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 1_000; i++) {
                verify(scheme, TestApp.get(app.signer("tga_" + (i % 500), "tgs_another"), "/"));
            }
            app.time().advance(Duration.ofSeconds(1));
        }
        assertThat(told).hasSizeBetween(30, 55);
        assertThat(told.stream().filter(finding -> finding.contains("tga_1,"))).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void letsFewWaitWhereTheBackgroundIsBusy() {
        List<Runnable> waiting = new ArrayList<>();
        AuthenticationScheme<PresentedSignature> scheme = profile(waiting::add);
        for (int i = 0; i < 50; i++) {
            verify(scheme, wronglySigned("tga_" + i));
        }
        assertThat(waiting).hasSize(8);
        waiting.forEach(Runnable::run);
        assertThat(told).hasSize(8);
        verify(scheme, wronglySigned("tga_99"));
        assertThat(waiting).as("there is room again").hasSize(9);
    }

    @Test
    void isUnharmedWhereTheBackgroundTakesNothing() {
        AuthenticationScheme<PresentedSignature> scheme = profile(task -> {
            throw new RejectedExecutionException("busy");
        });
        assertThat(verify(scheme, wronglySigned(TestApp.ID))).isEqualTo(INVALID);
        assertThat(told).isEmpty();
    }

    @Test
    void keepsNoRoomForWhatTheBackgroundFailedToTake() {
        List<Runnable> waiting = new ArrayList<>();
        AtomicBoolean failing = new AtomicBoolean(true);
        AuthenticationScheme<PresentedSignature> scheme = profile(task -> {
            if (failing.get()) {
                throw new OutOfMemoryError("no thread, as the test wants it");
            }
            waiting.add(task);
        });
        for (int i = 0; i < 20; i++) {
            FakeRequest request = wronglySigned("tga_" + i);
            assertThatThrownBy(() -> verify(scheme, request)).isInstanceOf(OutOfMemoryError.class);
        }
        failing.set(false);
        verify(scheme, wronglySigned("tga_99"));
        assertThat(waiting).hasSize(1);
    }

    private FakeRequest wronglySigned(String keyId) {
        return TestApp.get(app.signer(keyId, "tgs_another"), "/");
    }

    /** With that as the background. */
    private AuthenticationScheme<PresentedSignature> profile(Consumer<Runnable> background) {
        Environment environment = new Environment(
                app.time(),
                new Random(1),
                new HeldBack(background),
                new Listener() {},
                app.environment().directory());
        return TestApp.scheme().diagnose(diagnosis.perSecond(100)).open(environment);
    }

    /** Does with what is to run at once as it is told to. */
    private record HeldBack(Consumer<Runnable> place) implements Background {
        @Override
        public void execute(Runnable task) {
            place.accept(task);
        }

        @Override
        public Task after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Task every(Duration initialDelay, Duration period, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void refusesRatesThatAreNone() {
        assertThat(TestApp.scheme()
                        .diagnose(Diagnosis.logged().perSecond(101).perKey(Duration.ZERO))
                        .faults(app.environment()))
                .hasSize(2)
                .allMatch(fault -> fault.startsWith("diagnosis."));
        assertThat(TestApp.scheme().diagnose(Diagnosis.off()).toString()).contains("diagnosis=off");
    }

    @Test
    void looksIntoNoneWhenToldSo() {
        verify(profile(Diagnosis.off().to(told::add)), TestApp.get(app.signer(TestApp.ID, "tgs_another"), "/"));
        app.time().advance(Duration.ofSeconds(1));
        assertThat(told).isEmpty();
    }

    @Test
    void copiesNoRequestThatIsTooLarge() {
        FakeRequest request = TestApp.get(app.signer(TestApp.ID, "tgs_another"), "/");
        verify(profile(), request.header("X-Much", "m".repeat(40_000)));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("too large");
    }

    @SuppressWarnings("unchecked") // what a scheme parses is its own
    private <C extends Credential> Verdict verify(AuthenticationScheme<C> scheme, InboundRequest request) {
        C credential = (C) scheme.parse(request);
        if (scheme.resolve(credential) instanceof Resolution.Known<C> known) {
            return known.proof().verify(credential, request, app.time().epochMillis());
        }
        return scheme.decoy()
                .orElseThrow()
                .verify(credential, request, app.time().epochMillis());
    }
}
