package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a request of a session leaves behind: what is kept of it, its code, and the verdict. */
@Tag("anywhere")
class VerificationCostTest {
    private static final int ROUNDS = 3_000;

    /** 1,616 are left before the compiler takes some away, which it does as far as it likes: 900 to 1,050 are left then. */
    private static final int ALLOWED = 1_650;

    /** 1,032 before that, half of them for the code. */
    private static final int ALLOWED_SIGV4 = 1_100;

    /** Copies of the hash, and the code. */
    private static final long OF_A_CODE = 480;

    private final ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TestApp app = new TestApp();
    private final SigV4Client client = SigV4Client.own(TestApp.ID, TestApp.SECRET);

    @Test
    void leavesLittleGarbage() {
        RequestSigner signer = app.signer();
        assertLeaves(ALLOWED, TestApp.scheme().replays(guard()), target -> TestApp.get(signer, target));
    }

    @Test
    void leavesLittleGarbageOfSigV4() {
        assertLeaves(
                ALLOWED_SIGV4,
                sigV4().replays(guard()),
                target ->
                        client.signWithHash(FakeRequest.get(target), app.time().instant(), new byte[0]));
    }

    /**
     * As many codes are made of what nobody has signed, and as many keys of a day that are not kept, however many secrets of
     * the key are live, or if there is none: else the time would tell. They are most of what such a request leaves.
     */
    @Test
    void makesAsManyCodesOfAWrongSignatureHoweverManySecretsAreLive() {
        insertKeys("tga_2", "tga_4", "tga_ending");
        AuthenticationScheme<PresentedSigV4> scheme =
                sigV4().replays(guard()).diagnose(Diagnosis.off()).open(app.environment());
        List<Proof<PresentedSigV4>> proofs =
                new ArrayList<>(List.of(scheme.decoy().orElseThrow()));
        for (String id : List.of(TestApp.ID, "tga_2", "tga_4", "tga_ending")) {
            proofs.add(proof(scheme, parsed(scheme, wrong(id, Duration.ZERO))));
        }
        app.time().advance(Duration.ofSeconds(1));
        for (Duration ago : List.of(Duration.ZERO, Duration.ofDays(9))) {
            FakeRequest wrong = wrong(TestApp.ID, ago);
            PresentedSigV4 presented = parsed(scheme, wrong);
            long difference = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) { // the compiler may come between two of one round
                LongSummaryStatistics bytes = proofs.stream()
                        .mapToLong(proof -> bytesOf(proof, presented, wrong))
                        .summaryStatistics();
                difference = Math.min(difference, bytes.getMax() - bytes.getMin());
            }
            assertThat(difference).as("signed %s ago", ago).isLessThan(OF_A_CODE / 2);
        }
    }

    /** Those of two secrets, of four, and of two of which one is live for another second; all as long as one that nobody has. */
    private void insertKeys(String two, String four, String ending) {
        String[] secrets = {"a".repeat(32), "b".repeat(32), "c".repeat(32), "d".repeat(32)};
        Sealed.insert(app.directory(), two, secrets[0], secrets[1]);
        Sealed.insert(app.directory(), four, secrets);
        CredentialRecord record = Sealed.insert(app.directory(), ending, secrets[0], secrets[1]);
        StoredSecret old = record.secrets().get(1).until(app.time().instant().plusSeconds(1));
        app.directory().update(record.withSecrets(List.of(record.secrets().get(0), old)));
    }

    private FakeRequest wrong(String id, Duration ago) {
        Instant signed = app.time().instant().minus(ago);
        return SigV4Client.own(id, "tgs_wrong").sign(FakeRequest.get("/"), signed, Sha256.OF_NOTHING);
    }

    private long bytesOf(Proof<PresentedSigV4> proof, PresentedSigV4 presented, FakeRequest request) {
        long before = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
        Verdict verdict = proof.verify(presented, request, app.time().epochMillis());
        long after = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(verdict).isEqualTo(new Verdict.Failed(Denial.INVALID_CREDENTIAL));
        return after - before;
    }

    private static SigV4Scheme sigV4() {
        return SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                .encodedPaths()
                .sealing("2026", Sealed.key(1));
    }

    private static Replays guard() {
        return Replays.local().servingAtOnce().capacity(20_000).perKey(20_000);
    }

    private <C extends Credential> void assertLeaves(
            int allowed, Blueprint<AuthenticationScheme<C>> blueprint, Function<String, FakeRequest> signing) {
        AuthenticationScheme<C> scheme = blueprint.open(app.environment());
        Proof<C> proof = proof(scheme, parsed(scheme, signing.apply("/")));
        double least = Double.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            app.time().advance(Duration.ofSeconds(10));
            least = Math.min(least, bytesOfEach(scheme, proof, requests(signing)));
        }
        assertThat(least).isLessThanOrEqualTo(allowed);
    }

    private static <C extends Credential> Proof<C> proof(AuthenticationScheme<C> scheme, C first) {
        return ((Resolution.Known<C>) scheme.resolve(first)).proof();
    }

    @SuppressWarnings("unchecked") // what a scheme finds is of its own kind
    private static <C extends Credential> C parsed(AuthenticationScheme<C> scheme, InboundRequest request) {
        return (C) scheme.parse(request);
    }

    private <C extends Credential> double bytesOfEach(
            AuthenticationScheme<C> scheme, Proof<C> proof, List<AtHand> requests) {
        long now = app.time().epochMillis();
        long before = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
        int verified = 0;
        for (AtHand request : requests) {
            Verdict verdict = proof.verify(parsed(scheme, request), request, now);
            verified += verdict instanceof Verdict.Failed ? 0 : 1;
        }
        long after = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(verified).isEqualTo(ROUNDS);
        return (double) (after - before) / ROUNDS;
    }

    private static List<AtHand> requests(Function<String, FakeRequest> signing) {
        List<AtHand> requests = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            requests.add(new AtHand(signing.apply("/orders/" + i + "?limit=100")));
        }
        return requests;
    }

    /** A request whose fields are at hand. */
    private record AtHand(String target, Map<String, List<String>> fields) implements InboundRequest {
        AtHand(FakeRequest request) {
            this(request.target(), new HashMap<>());
            request.headerNames().forEach(name -> fields.put(name.toLowerCase(Locale.ROOT), request.headers(name)));
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String authority() {
            return "api.example.com";
        }

        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public List<String> headers(String name) {
            return fields.getOrDefault(name, List.of());
        }

        @Override
        public Collection<String> headerNames() {
            return fields.keySet();
        }

        @Override
        public @Nullable IpAddress peer() {
            return null;
        }
    }
}
