package io.tallygate.examples.benchmarks;

import com.nimbusds.jose.JOSEException;
import io.tallygate.Tallygate;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A good token: when it has a session, when it comes for the first time, and at those who verify it each time. Each takes
 * several in turn.
 */
public class TokenBenchmark {
    /** Who issues the tokens. */
    @State(Scope.Thread)
    public static class Issued {
        @Param({"RS256", "ES256", "Ed25519", "HS256"})
        String algorithm;

        private Issuer issuer;
        private Ring<String> tokens;

        @Setup
        public void open() {
            issuer = new Issuer(algorithm);
            tokens = issuer.tokens();
        }

        Ring<String> lines() {
            return tokens.map(token -> "Bearer " + token);
        }
    }

    /** A gate where each token has its session. */
    @State(Scope.Thread)
    public static class Warm {
        private final Caller caller = new Caller("Authorization");
        private final Demand demand = Demand.of("orders:read");
        private Ring<String> lines;
        private Tallygate gate;

        @Setup
        public void open(Issued issued) {
            lines = issued.lines();
            gate = Tallygate.builder().accept(issued.issuer.scheme()).build();
        }

        @TearDown
        public void close() {
            gate.close();
        }

        Decision admit() {
            Decision decision = gate.admit(caller.with(lines.next()), demand);
            Check.that(decision.permitted());
            return decision;
        }
    }

    /** The hash that tells tokens apart, in buffers that are kept. */
    @State(Scope.Thread)
    public static class Hash {
        private final byte[] buffer = new byte[4096];
        private final byte[] hash = new byte[32];
        private MessageDigest sha256;

        @Setup
        public void open() throws GeneralSecurityException {
            sha256 = MessageDigest.getInstance("SHA-256");
        }

        @SuppressWarnings("deprecation") // the one way to copy characters into bytes that are there already
        byte[] of(String token) throws GeneralSecurityException {
            token.getBytes(0, token.length(), buffer, 0);
            sha256.update(buffer, 0, token.length());
            sha256.digest(hash, 0, hash.length);
            return hash;
        }
    }

    /** Our verification. */
    @State(Scope.Thread)
    public static class Cold {
        private Ring<String> lines;
        private TokenScheme scheme;

        @Setup
        public void open(Issued issued) {
            lines = issued.lines();
            scheme = new TokenScheme(issued.issuer);
        }

        @TearDown
        public void close() {
            scheme.close();
        }

        Object verify() {
            Object verified = scheme.verify(lines.next());
            Check.that(TokenScheme.isKnown(verified));
            return verified;
        }
    }

    /** The signature alone. */
    @State(Scope.Thread)
    public static class Raw {
        private Ring<RawSignature> signatures;
        private RawSignature.Check check;

        @Setup
        public void open(Issued issued) throws GeneralSecurityException, JOSEException {
            signatures = issued.tokens.map(RawSignature::of);
            check = RawSignature.check(issued.algorithm, issued.issuer.key());
        }
    }

    /** The library that the benchmark is named after. */
    @State(Scope.Thread)
    public static class Peer {
        private Ring<String> tokens;
        private Library.Verifier verifier;

        @Setup
        public void open(Issued issued, BenchmarkParams benchmark) throws Exception {
            tokens = issued.tokens;
            verifier = Library.of(Rounds.method(benchmark)).forTokens(issued.issuer);
        }

        Object verify() throws Exception {
            return verifier.verify(tokens.next());
        }
    }

    @Benchmark
    public Decision warm(Warm warm) {
        return warm.admit();
    }

    @Benchmark
    public byte[] sha256(Issued issued, Hash hash) throws GeneralSecurityException {
        return hash.of(issued.tokens.next());
    }

    @Benchmark
    public Object cold(Cold cold) {
        return cold.verify();
    }

    @Benchmark
    public void raw(Raw raw) throws GeneralSecurityException {
        Check.that(raw.check.verify(raw.signatures.next()));
    }

    @Benchmark
    public Object nimbus(Peer peer) throws Exception {
        return peer.verify();
    }

    @Benchmark
    public Object nimbusBc(Peer peer) throws Exception {
        return peer.verify();
    }

    @Benchmark
    public Object spring(Peer peer) throws Exception {
        return peer.verify();
    }

    @Benchmark
    public Object jjwt(Peer peer) throws Exception {
        return peer.verify();
    }

    @Benchmark
    public Object jose4j(Peer peer) throws Exception {
        return peer.verify();
    }

    @Benchmark
    public Object javaJwt(Peer peer) throws Exception {
        return peer.verify();
    }
}
