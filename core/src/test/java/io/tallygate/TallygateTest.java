package io.tallygate;

import static io.tallygate.GateBench.admit;
import static io.tallygate.GateBench.denial;
import static io.tallygate.GateBench.entitlement;
import static io.tallygate.GateBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.TinyBearer;
import io.tallygate.contract.TinySigned;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Permit;
import io.tallygate.model.Restriction;
import io.tallygate.model.Revocation;
import io.tallygate.model.Scope;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Listener.CentralCall;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TallygateTest {
    private static final Restriction ONCE =
            new Restriction.MaxUses("grant-1", 1, Restriction.MaxUses.Exactness.PER_EDGE);

    private final GateBench bench = new GateBench();
    private Tallygate gate = bench.builder().build();

    @AfterEach
    void closeGate() {
        gate.close();
        assertThat(bench.time.pending()).isZero();
        assertThat(bench.time.failures()).isEmpty();
    }

    private void rebuild(TallygateBuilder builder) {
        gate.close();
        gate = builder.build();
    }

    @Test
    void admitsTheFirstRequestByTheCentreAndTheRestByTheSession() {
        for (int i = 1; i <= 5; i++) {
            Decision decision = admit(gate, "k1");
            assertThat(decision).isInstanceOf(Permit.class);
            assertThat(decision.requestId().sequence()).isEqualTo(i);
        }
        assertThat(bench.calls).hasValue(1);
        assertThat(bench.meter.opened).hasValue(1);
        assertThat(bench.told.begun).hasSize(1);
        assertThat(bench.told.decisions).hasSize(5);
    }

    @Test
    void asksForACredential() {
        Decision decision = gate.admit(FakeRequest.get("/"), Demand.plain());
        assertThat(denial(decision)).isEqualTo(Denial.NO_CREDENTIAL);
        assertThat(decision.requestId().counted()).isFalse();
    }

    @Test
    void givesEveryDenialAnIdOfItsOwn() {
        assertThat(List.of(
                        admit(gate, "x1").requestId(),
                        admit(gate, "x1").requestId(),
                        admit(gate, "x2").requestId()))
                .doesNotHaveDuplicates()
                .doesNotContain(Deny.UNNAMED);
    }

    @Test
    void refusesTwoCredentialsAtOnce() {
        TinySigned signed = new TinySigned(Map.of());
        AuthenticationScheme<TinySigned.Signed> elsewhere = new ElsewhereSigned(signed);
        rebuild(bench.builder().accept(opening(elsewhere)));
        String line = TinySigned.sign("a", new byte[1], "GET", "/orders", 1, "n", TinySigned.NO_BODY);
        assertThat(denial(gate.admit(request("k1").header("X-Signed", line), Demand.plain())))
                .isEqualTo(Denial.AMBIGUOUS_CREDENTIAL);
        assertThat(bench.calls).hasValue(0);
    }

    @Test
    void refusesABrokenCredentialEvenBesideAnother() {
        assertThat(denial(gate.admit(FakeRequest.get("/").header("Authorization", "Tiny \u00E9"), Demand.plain())))
                .isEqualTo(Denial.MALFORMED_CREDENTIAL);
    }

    @Test
    void asksTheLastSchemesOnlyIfNoOtherFoundACredential() {
        CatchAll last = new CatchAll();
        gate.close();
        gate = Tallygate.builder()
                .accept(opening(last))
                .accept(TinyBearer.blueprint("tiny", bench.centre))
                .time(bench.time)
                .build();
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(last.asked).isZero();
        assertThat(denial(gate.admit(FakeRequest.get("/"), Demand.plain()))).isEqualTo(Denial.NO_CREDENTIAL);
        assertThat(last.asked).isEqualTo(1);
    }

    @Test
    void remembersUnknownCredentialsForAWhileAndLongerWhenAskedAgain() {
        assertThat(denial(admit(gate, "x"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        bench.time.advance(Duration.ofMillis(4_999));
        admit(gate, "x");
        assertThat(bench.calls).hasValue(1);
        bench.time.advance(Duration.ofMillis(2));
        admit(gate, "x");
        assertThat(bench.calls).hasValue(2);
        bench.time.advance(Duration.ofSeconds(9));
        admit(gate, "x");
        assertThat(bench.calls).hasValue(2);
        bench.known.put("x", entitlement("acme", "x"));
        bench.time.advance(Duration.ofSeconds(2));
        assertThat(admit(gate, "x")).isInstanceOf(Permit.class);
    }

    @Test
    void asksTheCentreOnceForRequestsThatThePolicyRefuses() {
        for (int i = 0; i < 10; i++) {
            Deny deny = (Deny) gate.admit(request("k1"), Demand.of("orders:write"));
            assertThat(deny.denial()).isEqualTo(Denial.INSUFFICIENT_SCOPE);
            assertThat(deny.requiredScopes()).containsExactly(new Scope("orders:write"));
            assertThat(deny.entitlement()).isNotNull();
        }
        assertThat(bench.calls).hasValue(1);
        assertThat(bench.told.begun)
                .as("no session before the policy has passed")
                .isEmpty();
        assertThat(bench.meter.opened).hasValue(0);
    }

    @Test
    void slidesTheDeadlineButNotTheAbsoluteOne() {
        for (int hour = 0; hour < 8 * 24; hour += 8) {
            assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
            bench.time.advance(Duration.ofHours(8));
        }
        assertThat(bench.calls).as("once a week").hasValue(2);
        bench.time.advance(Duration.ofHours(25));
        admit(gate, "k1");
        assertThat(bench.calls).hasValue(3);
        assertThat(bench.told.ended).contains(SessionEnd.EXPIRED);
        assertThat(bench.meter.tabsClosed).hasValue(2);
    }

    @Test
    void saysExpiredOnlyToTheProvenAndChecksItOnEachHit() {
        bench.known.put(
                "k1",
                entitlement("acme", "k1").withNotAfter(bench.time.instant().plusSeconds(30)));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        bench.time.jumpWall(Duration.ofMillis(29_999));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        bench.time.jumpWall(Duration.ofMillis(1));
        Deny deny = (Deny) admit(gate, "k1");
        assertThat(deny.denial()).isEqualTo(Denial.EXPIRED);
        assertThat(deny.entitlement()).isNotNull();
        assertThat(bench.calls).hasValue(1);
    }

    @Test
    void neverBeginsASessionThatIsOver() {
        bench.known.put("k1", entitlement("acme", "k1").withNotAfter(bench.time.instant()));
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.EXPIRED);
        assertThat(bench.told.begun).isEmpty();
    }

    @Test
    void revokesAtOnceAndForGood() {
        admit(gate, "k1");
        gate.revoke(new Revocation.OfCredential(new CredentialId("k1")));
        assertThat(bench.told.ended).containsExactly(SessionEnd.REVOKED);
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.REVOKED);
        bench.time.advance(Duration.ofHours(1));
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.REVOKED);
        assertThat(bench.meter.tabsClosed).hasValue(bench.meter.opened.get());
    }

    @Test
    void isNotOutrunByALookUpThatBeganBeforeTheRevocation() {
        bench.centre = token -> {
            gate.revoke(new Revocation.OfAccount(new AccountId("acme")));
            return bench.lookUp(token);
        };
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.REVOKED);
        assertThat(bench.told.begun).isEmpty();
    }

    @Test
    void refusesNetworksOutsideWithTheAddressItSaw() {
        bench.known.put(
                "k1", entitlement("acme", "k1").withRestrictions(List.of(Restriction.Networks.of("203.0.113.0/24"))));
        Deny deny = (Deny) admit(gate, "k1");
        assertThat(deny.denial()).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
        assertThat(deny.client()).isEqualTo(IpAddress.parse("192.0.2.1"));
        assertThat(gate.admit(request("k1").peer("203.0.113.9"), Demand.plain()))
                .isInstanceOf(Permit.class);
        assertThat(denial(gate.admit(request("k1").peer(null), Demand.plain()))).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
    }

    @Test
    void leavesLimitedUsesToMeterThatCountsThem() {
        bench.meter.countsUses = true;
        bench.known.put("k1", entitlement("acme", "k1").withRestrictions(List.of(ONCE)));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(bench.meter.opened).hasValue(1);
    }

    @Test
    void refusesLimitedUsesThatNobodyWouldCount() {
        bench.known.put("k1", entitlement("acme", "k1").withRestrictions(List.of(ONCE)));
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.RESTRICTED);
        assertThat(bench.meter.opened).hasValue(0);
        assertThat(bench.told.alarms).singleElement().asString().startsWith("uses-not-counted: ");
        try (Tallygate unmetered = Tallygate.builder()
                .accept(TinyBearer.blueprint("tiny", bench::lookUp))
                .build()) {
            assertThat(denial(admit(unmetered, "k1"))).isEqualTo(Denial.RESTRICTED);
        }
    }

    @Test
    void narrowsByMethodAndPathOnEachHit() {
        bench.known.put(
                "k1",
                entitlement("acme", "k1")
                        .withRestrictions(List.of(
                                new Restriction.Methods(Set.of("GET")), new Restriction.Paths(List.of("/orders")))));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(denial(gate.admit(FakeRequest.post("/orders").header("Authorization", "Tiny k1"), Demand.plain())))
                .isEqualTo(Denial.RESTRICTED);
        assertThat(denial(gate.admit(FakeRequest.get("/orders/").header("Authorization", "Tiny k1"), Demand.plain())))
                .isEqualTo(Denial.RESTRICTED);
        assertThat(bench.calls).hasValue(1);
    }

    @Test
    void refusesPlainHttpBeforeItLooksAtTheSecret() {
        rebuild(bench.builder().requireHttps().trustedProxies("10.0.0.0/8"));
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.HTTPS_REQUIRED);
        assertThat(bench.calls).hasValue(0);
        assertThat(gate.admit(request("k1").encrypted(), Demand.plain())).isInstanceOf(Permit.class);
        FakeRequest proxied = request("k1").peer("10.0.0.1");
        assertThat(gate.admit(proxied.header("X-Forwarded-Proto", "https"), Demand.plain()))
                .isInstanceOf(Permit.class);
        assertThat(denial(gate.admit(proxied.encrypted().header("X-Forwarded-Proto", "http"), Demand.plain())))
                .isEqualTo(Denial.HTTPS_REQUIRED);
        assertThat(denial(gate.admit(request("k1").header("X-Forwarded-Proto", "https"), Demand.plain())))
                .isEqualTo(Denial.HTTPS_REQUIRED);
    }

    @Test
    void limitsFailuresOfOneAddressAndLetsSessionsBehindItGoOn() {
        rebuild(bench.builder().failures(3, Duration.ofMinutes(1)));
        admit(gate, "k1");
        for (int i = 0; i < 3; i++) {
            assertThat(denial(admit(gate, "x" + i))).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        int calls = bench.calls.get();
        Deny deny = (Deny) admit(gate, "x4");
        assertThat(deny.denial()).isEqualTo(Denial.TOO_MANY_FAILURES);
        assertThat(deny.retryAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(bench.calls).as("the centre is left alone").hasValue(calls);
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(denial(gate.admit(request("x5").peer("192.0.2.2"), Demand.plain())))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(gate.admit(FakeRequest.get("/"), Demand.plain()))).isEqualTo(Denial.NO_CREDENTIAL);
        bench.time.advance(Duration.ofSeconds(20));
        assertThat(denial(admit(gate, "x6"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(bench.meter.charged).as("no failure was charged").hasValue(2);
    }

    @Test
    void countsFailuresOfAWholeIpv6Subnet() {
        rebuild(bench.builder().failures(2, Duration.ofMinutes(1)));
        gate.admit(request("x1").peer("2001:db8::1"), Demand.plain());
        gate.admit(request("x2").peer("2001:db8::2"), Demand.plain());
        assertThat(denial(gate.admit(request("x3").peer("2001:db8::3"), Demand.plain())))
                .isEqualTo(Denial.TOO_MANY_FAILURES);
        assertThat(denial(gate.admit(request("x3").peer("2001:db8:0:1::3"), Demand.plain())))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void givesTheMeterTheCallersAddressOnlyIfItNeedsIt() {
        admit(gate, "k1");
        assertThat(bench.meter.client).isNull();
        bench.meter.needsClient = true;
        bench.known.put("k2", entitlement("acme", "k2"));
        admit(gate, "k2");
        assertThat(bench.meter.client).isEqualTo(IpAddress.parse("192.0.2.1"));
        bench.meter.client = null;
        admit(gate, "k2");
        assertThat(bench.meter.client).isEqualTo(IpAddress.parse("192.0.2.1"));
    }

    @Test
    void namesADenialOfTheMeterAndKeepsTheSession() {
        bench.meter.instead = () -> Deny.because(Denial.QUOTA_EXHAUSTED);
        Deny deny = (Deny) admit(gate, "k1");
        assertThat(deny.requestId()).isNotEqualTo(Deny.UNNAMED);
        assertThat(deny.entitlement()).isNotNull();
        admit(gate, "k1");
        assertThat(bench.calls).hasValue(1);
    }

    @Test
    void beginsNoSessionWhileTheMeterIsNotReady() {
        bench.meter.ready = false;
        assertThat(gate.ready()).isFalse();
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        bench.meter.ready = true;
        assertThat(gate.ready()).isTrue();
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(bench.calls).hasValue(1);
    }

    static List<Supplier<Throwable>> everyThrowable() {
        return List.of(
                () -> new IllegalStateException("broken\r\nFAKE LOG LINE"),
                () -> new IOException("checked"),
                () -> new InterruptedException("stop"),
                () -> new StackOverflowError("deep"),
                () -> new OutOfMemoryError("no room"),
                () -> new LinkageError("missing"),
                () -> new AssertionError("never"),
                () -> new Throwable("bare"));
    }

    @ParameterizedTest
    @MethodSource("everyThrowable")
    void turnsWhateverTheCentreThrowsIntoUnavailableAndRecovers(Supplier<Throwable> thrown) {
        bench.centre = token -> GateBench.sneak(thrown.get());
        for (int i = 0; i < 100; i++) {
            Deny deny = (Deny) admit(gate, "k1");
            assertThat(deny.denial()).isEqualTo(Denial.UNAVAILABLE);
            assertThat(deny.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
            assertThat(Thread.interrupted()).isEqualTo(thrown.get() instanceof InterruptedException);
        }
        assertThat(bench.told.alarms).as("one trouble, one alarm").hasSize(1).allMatch(line -> !line.contains("\n"));
        bench.centre = bench::lookUp;
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
    }

    @ParameterizedTest
    @MethodSource("everyThrowable")
    void turnsWhateverTheMeterThrowsIntoUnavailableAndRecovers(Supplier<Throwable> thrown) {
        bench.meter.instead = () -> GateBench.sneak(thrown.get());
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        assertThat(Thread.interrupted()).isEqualTo(thrown.get() instanceof InterruptedException);
        bench.meter.instead = () -> null;
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        bench.meter.instead = null;
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
    }

    @Test
    void takesNullFromTheCentreForAnOutage() {
        bench.centre = token -> null;
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        bench.centre = token -> new Resolution.Known<>(entitlement("acme", "k1"), null);
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        bench.centre = bench::lookUp;
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
    }

    @Test
    void resolvesAnewWhenTheProofIsOfNoMoreUse() {
        bench.centre = token -> new Resolution.Known<>(
                entitlement("acme", "k1"), Proof.bearer(), bench.time.instant().plusSeconds(60));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        bench.time.advance(Duration.ofSeconds(60).minusNanos(1));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(bench.calls).hasValue(1);
        bench.time.advance(Duration.ofNanos(1));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(bench.calls).hasValue(2);
        assertThat(bench.meter.opened).hasValue(2);
    }

    @Test
    void asksAgainForWhatIsRememberedOfAProofThatIsOfNoMoreUse() {
        bench.centre = token -> new Resolution.Known<>(
                entitlement("acme", "k1"), Proof.bearer(), bench.time.instant().plusMillis(500));
        Demand more = Demand.of("orders:write");
        assertThat(denial(gate.admit(GateBench.request("k1"), more))).isEqualTo(Denial.INSUFFICIENT_SCOPE);
        assertThat(denial(gate.admit(GateBench.request("k1"), more))).isEqualTo(Denial.INSUFFICIENT_SCOPE);
        assertThat(bench.calls).as("remembered").hasValue(1);
        bench.time.advance(Duration.ofMillis(500));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(bench.calls).hasValue(2);
    }

    @Test
    void takesAProofThatIsOfNoMoreUseForThisRequestOnly() {
        bench.centre = token -> new Resolution.Known<>(entitlement("acme", "k1"), Proof.bearer(), Instant.EPOCH);
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(bench.calls).hasValue(2);
    }

    /** What is not said to be verified is not. */
    @Test
    @SuppressWarnings("NullAway") // answering null against the contract is what the test is about
    void admitsNothingThatAProofDidNotJudge() {
        bench.centre =
                token -> new Resolution.Known<>(entitlement("acme", "k1"), (credential, request, epochMillis) -> null);
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        assertThatThrownBy(() -> new Verdict.VerifiedWithBody(null)).isInstanceOf(NullPointerException.class);
    }

    /** Else anybody could do things in the name of a credential, and have it suspended for them. */
    @ParameterizedTest
    @EnumSource(names = {"MALFORMED_CREDENTIAL", "INVALID_CREDENTIAL", "BODY_TOO_LARGE", "UNAVAILABLE"})
    void namesNobodyWhereNothingWasProven(Denial denial) {
        bench.centre = token -> new Resolution.Known<>(
                entitlement("acme", "k1"), (credential, request, epochMillis) -> new Verdict.Failed(denial));
        Deny deny = (Deny) admit(gate, "k1");
        assertThat(deny.denial()).isEqualTo(denial);
        assertThat(deny.entitlement()).isNull();
    }

    @Test
    void verifiesEachSignedRequestByTheProofOfTheSession() {
        byte[] secret = "s".getBytes(StandardCharsets.UTF_8);
        gate.close();
        TinySigned scheme = new TinySigned(Map.of("app", secret));
        gate = Tallygate.builder()
                .accept(opening(scheme))
                .meter(bench.meter)
                .time(bench.time)
                .build();
        long now = bench.time.epochMillis();
        assertThat(denial(signed(secret, now - 61_000, "n0"))).isEqualTo(Denial.CLOCK_SKEW);
        assertThat(((Permit) signed(secret, now, "n1")).body()).isPresent();
        assertThat(signed(secret, now, "n2")).isInstanceOf(Permit.class);
        assertThat(denial(signed(secret, now, "n2"))).isEqualTo(Denial.REPLAYED);
        Deny forged = (Deny) signed(new byte[] {1}, now, "n3");
        assertThat(forged.denial()).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(forged.entitlement()).isNull();
        assertThat(bench.meter.charged).hasValue(2);
        assertThat(bench.meter.keys).as("one of each nonce").hasSize(2);
        assertThat(bench.meter.opened).hasValue(1);
        assertThat(scheme.pretended()).isZero();
    }

    /** Else the time of an answer would tell which keys there are. */
    @Test
    void worksAsHardForAKeyThatDoesNotExist() {
        TinySigned scheme = new TinySigned(Map.of());
        gate.close();
        gate = Tallygate.builder()
                .accept(opening(scheme))
                .meter(bench.meter)
                .time(bench.time)
                .listener(bench.told)
                .build();
        for (int i = 1; i <= 3; i++) {
            assertThat(denial(signed(new byte[] {1}, bench.time.epochMillis(), "n" + i)))
                    .isEqualTo(Denial.INVALID_CREDENTIAL);
            assertThat(scheme.pretended()).isEqualTo(i);
        }
        assertThat(bench.told.calls).containsOnly(CentralCall.REFUSED);
    }

    @Test
    void letsNobodyInWhateverADecoyFinds() {
        for (Verdict verdict : List.of(Verdict.verified(), new Verdict.Failed(Denial.DISABLED))) {
            gate.close();
            gate = Tallygate.builder()
                    .accept(opening(new TinySigned(Map.of()).decoying(verdict)))
                    .meter(bench.meter)
                    .time(bench.time)
                    .build();
            for (int i = 1; i <= 3; i++) {
                Deny deny = (Deny) signed(new byte[] {1}, bench.time.epochMillis(), "n" + i);
                assertThat(deny.denial()).isEqualTo(Denial.INVALID_CREDENTIAL);
                assertThat(deny.entitlement()).isNull();
            }
        }
        assertThat(bench.meter.opened).hasValue(0);
    }

    private Decision signed(byte[] secret, long epochMillis, String nonce) {
        String line = TinySigned.sign("app", secret, "GET", "/o", epochMillis, nonce, TinySigned.NO_BODY);
        return gate.admit(FakeRequest.get("/o").header("Authorization", line), Demand.plain());
    }

    @Test
    void countsNothingWithoutAMeter() {
        gate.close();
        gate = Tallygate.builder()
                .accept(TinyBearer.blueprint("tiny", bench.centre))
                .time(bench.time)
                .build();
        Permit permit = (Permit) admit(gate, "k1");
        assertThat(permit.units()).isZero();
        assertThat(permit.limits()).isEmpty();
        assertThat(permit.requestId().counted()).isFalse();
        assertThat(permit.requestId()).isNotEqualTo(admit(gate, "k1").requestId());
        assertThat(permit.refund()).isTrue();
    }

    @Test
    void survivesAListenerThatThrows() {
        rebuild(bench.builder().listener(new Listener() {
            @Override
            public void onDecision(Decision decision) {
                throw new StackOverflowError();
            }

            @Override
            public void onSessionBegin(Entitlement entitlement) {
                throw new IllegalStateException();
            }
        }));
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
    }

    @Test
    void closesEverythingOnceAndAnswersUnavailableThen() {
        admit(gate, "k1");
        gate.close();
        gate.close();
        assertThat(bench.meter.closed).hasValue(1);
        assertThat(bench.meter.tabsClosed).hasValue(1);
        assertThat(bench.told.ended).containsExactly(SessionEnd.CLOSED);
        assertThat(gate.ready()).isFalse();
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        assertThatCode(() -> gate.revoke(new Revocation.OfAccount(new AccountId("acme"))))
                .doesNotThrowAnyException();
    }

    static Blueprint<AuthenticationScheme<?>> opening(AuthenticationScheme<?> scheme) {
        return new Blueprint<>() {
            @Override
            public List<String> faults(Environment environment) {
                return List.of();
            }

            @Override
            public AuthenticationScheme<?> open(Environment environment) {
                return scheme;
            }
        };
    }
}
