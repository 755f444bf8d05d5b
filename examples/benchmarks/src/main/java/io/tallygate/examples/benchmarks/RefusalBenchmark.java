package io.tallygate.examples.benchmarks;

import com.nimbusds.jose.proc.BadJOSEException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A token that is no good, until that is known. */
public class RefusalBenchmark {
    private static final int LONGEST = 8 * 1024;

    /** What is wrong with the tokens. */
    @State(Scope.Thread)
    public static class Thrown {
        @Param({"FORGED", "FOREIGN", "UNKNOWN_KID"})
        String kind;

        private final Issuer issuer = new Issuer("RS256");
        private Ring<String> tokens;

        @Setup
        public void make() {
            tokens = Trash.valueOf(kind).tokens(issuer);
        }
    }

    /** What we do. */
    @State(Scope.Thread)
    public static class Ours {
        private Ring<String> lines;
        private TokenScheme scheme;

        @Setup
        public void open(Thrown thrown) {
            lines = thrown.tokens.map(token -> "Bearer " + token);
            scheme = new TokenScheme(thrown.issuer);
        }

        @TearDown
        public void close() {
            scheme.close();
        }

        Object refuse() {
            Object verified = scheme.verify(lines.next());
            Check.that(!TokenScheme.isKnown(verified));
            return verified;
        }
    }

    /** What Nimbus does. */
    @State(Scope.Thread)
    public static class Nimbus {
        private Ring<String> tokens;
        private boolean mayBeTaken;
        private Library.Verifier verifier;

        @Setup
        public void open(Thrown thrown) throws Exception {
            tokens = thrown.tokens;
            mayBeTaken = Trash.valueOf(thrown.kind) == Trash.FOREIGN;
            verifier = Library.NIMBUS.forTokens(thrown.issuer);
        }

        Object refuse() throws Exception {
            try {
                Object claims = verifier.verify(tokens.next());
                Check.that(mayBeTaken);
                return claims;
            } catch (BadJOSEException e) {
                return e;
            }
        }
    }

    @Benchmark
    public Object ours(Ours ours) {
        return ours.refuse();
    }

    /** A look at each character; at none of a token that is too long. */
    @Benchmark
    public int limit(Thrown thrown) {
        String token = thrown.tokens.next();
        int looks = token.length() > LONGEST ? 0 : token.length();
        int all = 0;
        for (int i = 0; i < looks; i++) {
            all |= token.charAt(i);
        }
        return all;
    }

    @Benchmark
    public Object nimbus(Nimbus nimbus) throws Exception {
        return nimbus.refuse();
    }
}
