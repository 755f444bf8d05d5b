package io.tallygate.jwt;

import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An issuer with one key, in a time that stands still, and the scheme that trusts it. */
record TestIssuer(SigningKey key, ManualTime time) {
    static final String NAME = "https://login.example.com";

    static TestIssuer of(JoseAlgorithm algorithm) {
        return new TestIssuer(SigningKey.of(algorithm), ManualTime.at("2026-01-31T12:00:00Z"));
    }

    /** Half an hour of claims that are right, with this put behind them: {@code ,"name":value}. */
    String claims(String more) {
        long now = time.epochMillis() / 1000;
        return "{\"iss\":\"" + NAME + "\",\"aud\":\"orders\",\"sub\":\"alice\",\"org_id\":\"acme\",\"iat\":" + now
                + ",\"exp\":" + (now + 1800) + more + "}";
    }

    String token() {
        return token(",\"jti\":\"t1\",\"scope\":\"orders:read\"");
    }

    String token(String more) {
        return key.token(claims(more));
    }

    JwtScheme scheme() {
        return JwtScheme.issuer(NAME).audience("orders").keys(key.jwkSet()).accountFrom("org_id");
    }

    Environment environment(@Nullable Directory directory) {
        return new Environment(time, new Random(1), time, new Listener() {}, Optional.ofNullable(directory));
    }

    AuthenticationScheme<PresentedToken> open() {
        return scheme().open(environment(null));
    }

    AuthenticationScheme<PresentedToken> open(Cryptography cryptography) {
        return new SeveralIssuers(List.of(scheme())).open(environment(null), cryptography);
    }

    static FakeRequest carrying(String token) {
        return FakeRequest.get("/orders").header("Authorization", "Bearer " + token);
    }
}
