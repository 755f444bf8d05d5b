package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.BodyCheck;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every bit of a signed request counts: of the method, the authority, the target, the covered fields, the signature and its
 * parameters, and the body. The one exception is the label, which is nothing but the tie between two fields, and has to be
 * flipped in both.
 */
class FlipsTest {
    private static final byte[] BODY = TestApp.BODY.getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json", "X-Trace", "a1, b2", "Content-Length", "" + BODY.length);

    private final TestApp app = new TestApp();
    private final AuthenticationScheme<PresentedSignature> scheme = app.open(TestApp.scheme());
    private final RequestSigner signer = app.signer().covering("X-Trace", "Content-Length");
    private int tried;
    private int accepted;

    @Test
    void refusesEveryFlippedBit() {
        assertThat(accepts(signed(), BODY)).isTrue();
        FakeRequest request = signed(); // not let in before, or what is accepted wrongly would be a replay

        flips(request.method(), flipped -> copy(request, flipped, request.target()));
        flips(request.target(), flipped -> copy(request, request.method(), flipped));
        flips("api.example.com", flipped -> isSameName(flipped) ? null : request.authority(flipped));
        for (String name : request.headerNames()) {
            flips(request.headers(name).get(0), flipped -> TestApp.replacing(request, name, flipped));
        }
        for (int bit = 0; bit < BODY.length * 8; bit++) {
            byte[] flipped = BODY.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            count(signed(), flipped);
        }
        System.out.println("FLIPS tried=" + tried + " accepted=" + accepted);
        assertThat(tried).isGreaterThan(3_000);
        assertThat(accepted).isZero();
    }

    private interface Flip {
        FakeRequest with(String flipped);
    }

    private void flips(String text, Flip flip) {
        for (int bit = 0; bit < text.length() * 8; bit++) {
            char[] flipped = text.toCharArray();
            flipped[bit / 8] ^= (char) (1 << bit % 8);
            FakeRequest request = flip.with(new String(flipped));
            if (request != null) {
                count(request, BODY);
            }
        }
    }

    /** Names have no case (RFC 9421, 2.2.3). */
    private static boolean isSameName(String flipped) {
        return flipped.equalsIgnoreCase("api.example.com");
    }

    private void count(FakeRequest request, byte[] body) {
        tried++;
        if (accepts(request, body)) {
            accepted++;
        }
    }

    private boolean accepts(FakeRequest request, byte[] body) {
        if (!(scheme.parse(request) instanceof PresentedSignature signature)
                || !(scheme.resolve(signature) instanceof Resolution.Known<PresentedSignature> known)) {
            return false;
        }
        Proof<PresentedSignature> proof = known.proof();
        Verdict verdict = proof.verify(signature, request, app.time().epochMillis());
        if (verdict instanceof Verdict.VerifiedWithBody verified) {
            BodyCheck.Running check = verified.check().begin();
            check.update(body, 0, body.length);
            return check.matches();
        }
        return verdict instanceof Verdict.Verified;
    }

    private FakeRequest signed() {
        FakeRequest request = FakeRequest.post("/orders/7?a=b%20c&d");
        for (Map.Entry<String, String> header : HEADERS.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        Map<String, List<String>> headers = Map.of(
                "Content-Type", List.of(HEADERS.get("Content-Type")),
                "X-Trace", List.of(HEADERS.get("X-Trace")),
                "Content-Length", List.of(HEADERS.get("Content-Length")));
        return TestApp.with(
                request,
                signer.sign("POST", TestApp.uri(request.target()), headers, RequestSigner.contentDigest(BODY)));
    }

    private static FakeRequest copy(FakeRequest request, String method, String target) {
        FakeRequest other = FakeRequest.of(method, target);
        for (String name : Set.copyOf(request.headerNames())) {
            other = other.header(name, request.headers(name).get(0));
        }
        return other;
    }
}
