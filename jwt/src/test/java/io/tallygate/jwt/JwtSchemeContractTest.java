package io.tallygate.jwt;

import io.tallygate.contract.SchemeContract;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.testing.FakeRequest;
import java.util.List;

class JwtSchemeContractTest extends SchemeContract<PresentedToken> {
    private final TestIssuer issuer = TestIssuer.of(algorithm());
    private final String token = issuer.token();

    JoseAlgorithm algorithm() {
        return JoseAlgorithm.HS256;
    }

    @Override
    protected AuthenticationScheme<PresentedToken> open() {
        return issuer.open();
    }

    @Override
    protected FakeRequest genuine() {
        return TestIssuer.carrying(token);
    }

    @Override
    protected FakeRequest unknown() {
        SigningKey stranger = SigningKey.other(algorithm());
        return TestIssuer.carrying(
                stranger.token(issuer.key().header().replace("test-", "other-"), issuer.claims(",\"jti\":\"t2\"")));
    }

    @Override
    protected FakeRequest wrongSecret() {
        return TestIssuer.carrying(SigningKey.other(algorithm()).token(issuer.claims(",\"jti\":\"t1\"")));
    }

    @Override
    protected List<FakeRequest> malformed() {
        return List.of(
                genuine().header("Authorization", "Bearer " + token),
                genuine().header("Authorization", "Basic dTpw"),
                TestIssuer.carrying(token.substring(0, token.lastIndexOf('.'))),
                TestIssuer.carrying(token.substring(0, token.lastIndexOf('.') + 1)),
                TestIssuer.carrying(token + "A".repeat(10_000)),
                TestIssuer.carrying(token + "="),
                TestIssuer.carrying(token + " "),
                TestIssuer.carrying(token + ".e30"),
                TestIssuer.carrying(token.substring(0, token.length() - 1) + "\u00e9"));
    }

    @Override
    protected List<FakeRequest> absent() {
        return List.of(
                FakeRequest.get("/?access_token=" + token),
                FakeRequest.get("/").header("Authorization", "Basic dTpw"),
                FakeRequest.get("/").header("Authorization", "Bearer tg_0123456789"),
                FakeRequest.get("/").header("Authorization", "Bearer opaque.with.dots"),
                FakeRequest.get("/").header("Authorization", "Bearer eyNoDots"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(token, token.substring(token.lastIndexOf('.') + 1), token.split("\\.")[1]);
    }

    @Override
    protected long epochMillis() {
        return issuer.time().epochMillis();
    }

    static class Es256Test extends JwtSchemeContractTest {
        @Override
        JoseAlgorithm algorithm() {
            return JoseAlgorithm.ES256;
        }
    }

    static class Rs256Test extends JwtSchemeContractTest {
        @Override
        JoseAlgorithm algorithm() {
            return JoseAlgorithm.RS256;
        }
    }

    static class Ed25519Test extends JwtSchemeContractTest {
        @Override
        JoseAlgorithm algorithm() {
            return JoseAlgorithm.ED25519;
        }
    }
}
