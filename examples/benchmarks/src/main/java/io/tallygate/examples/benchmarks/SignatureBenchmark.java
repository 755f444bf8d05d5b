package io.tallygate.examples.benchmarks;

import io.tallygate.model.BodyCheck;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tomitribe.auth.signatures.Signature;
import org.tomitribe.auth.signatures.Signer;
import org.tomitribe.auth.signatures.Verifier;

/** A good signed request of a key that has its session: found, verified, its body too, and remembered. */
public class SignatureBenchmark {
    /** Until all that reads and hashes is compiled, which on a busy machine takes longer than iterations of some length. */
    private static final int WARM_UPS = 300_000;

    /** Who signs, and what. */
    @State(Scope.Thread)
    public static class Signed {
        @Param({"native", "sigv4"})
        String scheme;

        @Param({"0", "500"})
        int bytes;

        private Signing<?> signing;
        private Ring<SignedRequest> requests;

        @Setup
        public void sign() throws GeneralSecurityException {
            signing = Signing.named(scheme);
            requests = new Ring<>(signing.requests(bytes));
        }
    }

    /** Our verification. When all requests have come once, it begins anew, so that they are new again. */
    @State(Scope.Thread)
    public static class Ours {
        private Signed signed;
        private Session<?> session;
        private int left;

        @Setup
        public void open(Signed made) {
            signed = made;
            for (int i = 0; i < WARM_UPS; i++) {
                verify();
            }
        }

        void verify() {
            SignedRequest request = signed.requests.next();
            if (left == 0) {
                session = Session.begin(signed.signing, request);
                left = Signing.count();
            }
            left--;
            Check.that(session.admits(request));
        }
    }

    /** What a gate keeps of a key between its requests. */
    private record Session<C extends Credential>(AuthenticationScheme<C> scheme, Proof<C> proof, long epochMillis) {
        static <C extends Credential> Session<C> begin(Signing<C> signing, SignedRequest first) {
            AuthenticationScheme<C> scheme = signing.open();
            Resolution<C> found = scheme.resolve(parsed(scheme, first));
            Proof<C> proof = ((Resolution.Known<C>) found).proof();
            return new Session<>(scheme, proof, signing.time.epochMillis());
        }

        @SuppressWarnings("unchecked") // what a scheme finds is of its own kind
        private static <C extends Credential> C parsed(AuthenticationScheme<C> scheme, SignedRequest request) {
            return (C) scheme.parse(request);
        }

        boolean admits(SignedRequest request) {
            Verdict verdict = proof.verify(parsed(scheme, request), request, epochMillis);
            return verdict instanceof Verdict.VerifiedWithBody with && matches(with.check(), request.body());
        }

        private static boolean matches(BodyCheck check, byte[] body) {
            BodyCheck.Running running = check.begin();
            running.update(body, 0, body.length);
            return running.matches();
        }
    }

    /** Signatures of an older draft, which a library verifies; the digest of the body is the host's affair. */
    @State(Scope.Thread)
    public static class Tomitribe {
        private static final String SECRET = "tgs_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM";

        private final SecretKeySpec key = new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
        private String method;
        private byte[] body;
        private Ring<Draft> requests;

        /** A request and its signature. */
        private record Draft(String target, Map<String, String> fields, String authorization) {}

        @Setup
        public void sign(Signed signed) throws Exception {
            method = Signing.method(signed.bytes);
            body = Signing.body(signed.bytes);
            requests = new Ring<>(
                    IntStream.range(0, Signing.count()).mapToObj(this::draft).toList());
            for (int i = 0; i < WARM_UPS; i++) {
                verify();
            }
        }

        private Draft draft(int n) {
            Map<String, String> fields = new HashMap<>(Signing.fields(body.length));
            fields.put("Date", "Sat, 31 Jan 2026 12:00:00 GMT");
            fields.put("Nonce", "AAAAAAAAAAAAAAA" + (1_000_000 + n));
            List<String> covered = List.of("(request-target)", "host", "date", "nonce");
            if (body.length > 0) {
                fields.put("Digest", digest());
                covered = List.of("(request-target)", "host", "date", "nonce", "content-type", "digest");
            }
            try {
                Signature form = new Signature("tga_0123456789abc", "hmac-sha256", null, covered);
                Signature made = new Signer(key, form).sign(method, Signing.target(n), fields);
                return new Draft(Signing.target(n), fields, made.toString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private String digest() {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
                return "SHA-256=" + Base64.getEncoder().encodeToString(hash);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        void verify() throws Exception {
            Draft draft = requests.next();
            Signature signature = Signature.fromString(draft.authorization());
            Check.that(new Verifier(key, signature).verify(method, draft.target(), draft.fields()));
            Check.that(body.length == 0 || digest().equals(draft.fields().get("Digest")));
        }
    }

    @Benchmark
    public void ours(Ours ours) {
        ours.verify();
    }

    @Benchmark
    public byte[] limit(Signed signed) throws GeneralSecurityException {
        return signed.signing.compute(signed.requests.next());
    }

    @Benchmark
    public void tomitribe(Tomitribe tomitribe) throws Exception {
        tomitribe.verify();
    }
}
