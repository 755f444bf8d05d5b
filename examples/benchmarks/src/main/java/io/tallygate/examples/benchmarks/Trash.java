package io.tallygate.examples.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Tokens that are no good. */
enum Trash {
    /** Of 54,000 characters, signed by somebody else. */
    FORGED {
        @Override
        String from(Issuer issuer) {
            String groups = String.join(",", Collections.nCopies(3_330, "\"grp-00001\""));
            return issuer.token()
                    .byStranger()
                    .claimJson("groups", "[" + groups + "]")
                    .sign();
        }
    },
    /** Signed, and then a character that no base64url has was put into the signature; Nimbus takes it. */
    FOREIGN {
        @Override
        String from(Issuer issuer) {
            String token = issuer.token().sign();
            int dot = token.lastIndexOf('.');
            return token.substring(0, dot + 9) + "?" + token.substring(dot + 9);
        }
    },
    /** Of a key that does not exist. */
    UNKNOWN_KID {
        @Override
        String from(Issuer issuer) {
            String token = issuer.token().sign();
            return issuer.token().header("kid", "key-" + token.hashCode()).sign();
        }
    };

    private static final int TOKENS = 4;

    abstract String from(Issuer issuer);

    Ring<String> tokens(Issuer issuer) {
        List<String> tokens = Stream.generate(() -> from(issuer)).limit(TOKENS).toList();
        return new Ring<>(tokens);
    }
}
