package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.spi.AuthenticationScheme;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a request of a session leaves behind: what is kept of it, its code, and the verdict. */
@Tag("anywhere")
class VerificationCostTest {
    private static final int ROUNDS = 3_000;

    /** 1,616 are left before the compiler takes some away, which it does as far as it likes: 900 to 1,050 are left then. */
    private static final int ALLOWED = 1_650;

    private final ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TestApp app = new TestApp();
    private final AuthenticationScheme<PresentedSignature> scheme = app.open(TestApp.scheme()
            .replays(Replays.local().servingAtOnce().capacity(20_000).perKey(20_000)));

    @Test
    void leavesLittleGarbage() {
        PresentedSignature first = (PresentedSignature) scheme.parse(app.get("/"));
        Proof<PresentedSignature> proof = ((Resolution.Known<PresentedSignature>) scheme.resolve(first)).proof();
        double least = Double.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            app.time().advance(Duration.ofSeconds(10));
            least = Math.min(least, bytesOfEach(proof, requests()));
        }
        assertThat(least).isLessThanOrEqualTo(ALLOWED);
    }

    private double bytesOfEach(Proof<PresentedSignature> proof, List<AtHand> requests) {
        long now = app.time().epochMillis();
        long before = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
        int verified = 0;
        for (AtHand request : requests) {
            PresentedSignature signature = (PresentedSignature) scheme.parse(request);
            Verdict verdict = proof.verify(signature, request, now);
            verified += verdict instanceof Verdict.Failed ? 0 : 1;
        }
        long after = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(verified).isEqualTo(ROUNDS);
        return (double) (after - before) / ROUNDS;
    }

    private List<AtHand> requests() {
        RequestSigner signer = app.signer();
        List<AtHand> requests = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            requests.add(new AtHand(TestApp.get(signer, "/orders/" + i + "?limit=100")));
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
