package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
        SigV4Scheme scheme = SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                .encodedPaths()
                .sealing("2026", Sealed.key(1))
                .replays(guard());
        assertLeaves(
                ALLOWED_SIGV4,
                scheme,
                target ->
                        client.signWithHash(FakeRequest.get(target), app.time().instant(), new byte[0]));
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
