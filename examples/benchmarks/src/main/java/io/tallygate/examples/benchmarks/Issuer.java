package io.tallygate.examples.benchmarks;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.tallygate.jwt.JwtScheme;
import io.tallygate.jwt.testing.FakeIssuer;
import io.tallygate.jwt.testing.FakeToken;
import io.tallygate.spi.TimeSource;
import java.text.ParseException;
import java.util.stream.IntStream;

/** An issuer with one key, whose tokens all sides verify. They have ten claims. */
final class Issuer {
    static final String NAME = "https://login.example.com";
    static final String AUDIENCE = "orders";

    /** So many that an ECDSA token is signed by the lower of its two signatures as often as by the higher. */
    private static final int TOKENS = 16;

    private final String algorithm;
    private final FakeIssuer keys;

    Issuer(String algorithm) {
        this.algorithm = algorithm;
        this.keys = FakeIssuer.named(NAME, TimeSource.system()).algorithm(algorithm);
    }

    String algorithm() {
        return algorithm;
    }

    FakeToken token() {
        FakeToken token = keys.token(AUDIENCE)
                .claim("org_id", "acme")
                .claim("client_id", "web-shop-frontend")
                .claim("azp", "web-shop-frontend")
                .claimJson("nbf", "1700000000")
                .scopes("orders:read", "orders:write");
        return algorithm.equals("Ed25519") ? token.header("alg", "EdDSA") : token; // the name that all know
    }

    /** Valid tokens, each of another subject, of whom a gate keeps few sessions each. */
    Ring<String> tokens() {
        return new Ring<>(IntStream.range(0, TOKENS)
                .mapToObj(i -> token().claim("sub", "customer-" + i).sign())
                .toList());
    }

    JwtScheme scheme() {
        return JwtScheme.issuer(NAME).audience(AUDIENCE).keys(keys.jwkSet()).accountFrom("org_id");
    }

    /** Its key, as those see it who verify. */
    JWK key() {
        try {
            return JWKSet.parse(keys.jwkSet()).getKeys().get(0);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
