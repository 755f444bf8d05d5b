package io.tallygate.jwt;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Denial;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JwtSchemeTest {
    private final TestIssuer issuer = TestIssuer.of(JoseAlgorithm.HS256);
    private final Environment environment = issuer.environment(null);

    @Test
    void reportsEveryFaultAtOnceWithItsRemedy() {
        JwtScheme scheme = JwtScheme.issuer("")
                .audience("")
                .keys("{}")
                .accountFrom("")
                .types()
                .clockSkew(ofMinutes(11))
                .algorithm("none")
                .maxLength(255);
        assertThat(scheme.faults(environment))
                .hasSize(8)
                .allSatisfy(fault -> assertThat(fault).matches(".*[;:].*"));
        assertThat(issuer.scheme().faults(environment)).isEmpty();
    }

    @Test
    void refusesASetWithoutAUsableKeyAndSaysWhy() {
        JwtScheme scheme = JwtScheme.issuer("i")
                .audience("a")
                .keys("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"alg\":\"HS256\",\"kid\":\"k\"}]}")
                .account("acme");
        assertThat(scheme.faults(environment))
                .singleElement()
                .asString()
                .contains("key k: a secret of HS256 has at least 32 bytes, this one has 3");
    }

    @Test
    void takesASharedSecret() {
        SigningKey key = SigningKey.hmac(JoseAlgorithm.HS384, "shared", new byte[48]);
        JwtScheme scheme = JwtScheme.issuer(TestIssuer.NAME)
                .audience("orders")
                .secret("shared", "HS384", () -> Secret.of(new byte[48]))
                .account("acme");
        assertThat(scheme.faults(environment)).isEmpty();
        assertThat(denial(scheme, key.token(issuer.claims("")))).isNull();
        for (String algorithm : List.of("HS512", "RS256", "none")) {
            assertThat(JwtScheme.issuer("i")
                            .audience("a")
                            .secret("shared", algorithm, () -> Secret.of(new byte[48]))
                            .account("acme")
                            .faults(environment))
                    .singleElement()
                    .asString()
                    .startsWith("secret shared: ");
        }
    }

    @Test
    void showsNoSecretAndNoKey() {
        assertThat(issuer.scheme().toString()).contains(TestIssuer.NAME).doesNotContain("kty");
    }

    @Test
    void waivesOnlyWhatItIsToldTo() {
        Draft bare = new Draft(issuer.key());
        bare.header.remove("typ");
        bare.claims.keySet().removeAll(List.of("iss", "aud", "exp"));
        String token = bare.token();
        JwtScheme scheme = JwtScheme.issuer(TestIssuer.NAME)
                .anyAudience()
                .keys(issuer.key().jwkSet())
                .accountFrom("org_id");
        assertThat(denial(scheme.allowMissingType().allowMissingIssuer().allowMissingExpiry(), token))
                .isNull();
        assertThat(denial(scheme.allowMissingIssuer().allowMissingExpiry(), token))
                .isNotNull();
        assertThat(denial(scheme.allowMissingType().allowMissingExpiry(), token))
                .isNotNull();
        assertThat(denial(scheme.allowMissingType().allowMissingIssuer(), token))
                .isNotNull();
    }

    @Test
    void holdsWhatIsThereToItsRuleThoughItNeedNotBe() {
        JwtScheme lax = issuer.scheme().allowMissingType().allowMissingIssuer().allowMissingExpiry();
        for (String name : List.of("typ of a DPoP proof", "iss another", "exp a second ago", "aud another")) {
            Mutation mutation = Mutation.ALL.stream()
                    .filter(it -> it.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            Draft draft = new Draft(issuer.key());
            mutation.draft().accept(draft);
            assertThat(denial(lax, draft.token())).as(name).isNotNull();
        }
    }

    @Test
    void holdsAccessTokensToTheirProfile() {
        JwtScheme scheme = issuer.scheme().accessTokens();
        Draft good = accessToken();
        assertThat(denial(scheme, good.token())).isNull();
        for (String claim : List.of("sub", "client_id", "iat", "jti", "exp", "iss", "aud")) {
            Draft lacking = accessToken();
            lacking.claims.remove(claim);
            assertThat(denial(scheme, lacking.token())).as(claim).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        Draft identity = accessToken();
        identity.header.put("typ", "\"JWT\"");
        assertThat(denial(scheme, identity.token())).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    private Draft accessToken() {
        Draft draft = new Draft(issuer.key());
        draft.header.put("typ", "\"at+jwt\"");
        draft.claims.put("client_id", "\"app\"");
        return draft;
    }

    @Test
    void understandsTheExtensionsThatTheHostNames() {
        Draft draft = new Draft(issuer.key());
        draft.header.put("crit", "[\"tenant\"]");
        draft.header.put("tenant", "7");
        assertThat(denial(issuer.scheme(), draft.token())).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(issuer.scheme().understanding("tenant"), draft.token()))
                .isNull();
        draft.header.remove("tenant");
        assertThat(denial(issuer.scheme().understanding("tenant"), draft.token()))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void tellsIssuersApartByNameAndThenByKey() {
        SigningKey other = SigningKey.of(JoseAlgorithm.HS512);
        JwtScheme second = JwtScheme.issuer("https://other.example")
                .audience("orders")
                .keys(other.jwkSet())
                .account("others");
        Blueprint<AuthenticationScheme<PresentedToken>> both = JwtScheme.anyOf(issuer.scheme(), second);
        assertThat(both.faults(environment)).isEmpty();
        Draft ofOther = new Draft(other);
        ofOther.claims.put("iss", "\"https://other.example\"");
        assertThat(denial(both, issuer.token())).isNull();
        assertThat(denial(both, ofOther.token())).isNull();
        assertThat(denial(both, new Draft(other).token())).isEqualTo(Denial.INVALID_CREDENTIAL);
        ofOther.claims.put("iss", "\"https://third.example\"");
        assertThat(denial(both, ofOther.token())).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(JwtScheme.anyOf(second, second).faults(environment))
                .containsExactly("two issuers have the same name; say everything about an issuer in one place");
    }

    @Test
    void triesABoundedNumberOfKeysForATokenThatNamesNone() {
        List<String> keys = new ArrayList<>();
        for (int i = 1; i < TokenVerifier.MOST_TRIED; i++) {
            keys.add("{" + SigningKey.fresh(JoseAlgorithm.HS256).members() + ",\"alg\":\"HS256\"}");
        }
        keys.add("{" + issuer.key().members() + ",\"alg\":\"HS256\"}");
        Draft unnamed = new Draft(issuer.key());
        unnamed.header.remove("kid");
        assertThat(denial(with(keys), unnamed.token())).isNull();
        keys.add(0, "{" + SigningKey.fresh(JoseAlgorithm.HS256).members() + ",\"alg\":\"HS256\"}");
        assertThat(denial(with(keys), unnamed.token())).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    private static JwtScheme with(List<String> keys) {
        return JwtScheme.issuer(TestIssuer.NAME)
                .audience("orders")
                .keys("{\"keys\":[" + String.join(",", keys) + "]}")
                .account("acme");
    }

    @Test
    void isUnavailableAsLongAsThereAreNoKeysOrNewerOnesAreOnTheirWay() {
        ScriptedKeys keys = new ScriptedKeys();
        JwtScheme scheme =
                JwtScheme.issuer(TestIssuer.NAME).audience("orders").from(keys).accountFrom("org_id");
        assertThatThrownBy(() -> denial(scheme, issuer.token())).isInstanceOf(DirectoryUnavailableException.class);
        keys.ring = new KeyRing(List.of());
        keys.fetching = true;
        assertThatThrownBy(() -> denial(scheme, issuer.token())).isInstanceOf(DirectoryUnavailableException.class);
        assertThat(keys.missed).containsExactly(issuer.key().keyId());
        keys.fetching = false;
        assertThat(denial(scheme, issuer.token())).isEqualTo(Denial.INVALID_CREDENTIAL);
        keys.ring = new KeyRing(List.of(CryptographyTest.key(new JdkCryptography(), issuer.key())));
        assertThat(denial(scheme, issuer.token())).isNull();
        assertThat(keys.closed).isPositive();
    }

    private static final class ScriptedKeys implements KeyPlan, KeySource {
        private final List<String> missed = new ArrayList<>();
        private @Nullable KeyRing ring;
        private boolean fetching;
        private int closed;

        @Override
        public List<String> faults(JwkReader reader) {
            return List.of();
        }

        @Override
        public KeySource open(JwkReader reader, Environment environment) {
            return this;
        }

        @Override
        public @Nullable KeyRing keys() {
            return ring;
        }

        @Override
        public boolean missing(String keyId) {
            missed.add(keyId);
            return fetching;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    /** Each of two twins is resolved by itself here, as on two edges. */
    @Test
    void namesATokenWithoutAnIdByWhatWasSigned() {
        TestIssuer curved = TestIssuer.of(JoseAlgorithm.ES256);
        String token = curved.token("");
        String signed = token.substring(0, token.lastIndexOf('.'));
        String name = "sha256:" + Base64Url.encode(Digests.sha256(signed.getBytes(StandardCharsets.US_ASCII)));
        for (String twin : List.of(token, Twins.of(token, EllipticCurve.P_256))) {
            try (AuthenticationScheme<PresentedToken> scheme = curved.open()) {
                PresentedToken presented = (PresentedToken) scheme.parse(TestIssuer.carrying(twin));
                assertThat(scheme.resolve(presented))
                        .isInstanceOfSatisfying(
                                Resolution.Known.class,
                                known -> assertThat(
                                                known.entitlement().provenance().tokenId())
                                        .isEqualTo(name));
            }
        }
    }

    @Test
    void challengesAsRfc6750Says() {
        try (AuthenticationScheme<PresentedToken> scheme = issuer.open()) {
            assertThat(scheme.challenges(Denial.NO_CREDENTIAL, "r")).containsExactly("Bearer realm=\"r\"");
            assertThat(scheme.challenges(Denial.EXPIRED, "r"))
                    .containsExactly("Bearer realm=\"r\", error=\"invalid_token\"");
            assertThat(scheme.challenges(Denial.INSUFFICIENT_SCOPE, "r"))
                    .containsExactly("Bearer realm=\"r\", error=\"insufficient_scope\"");
        }
    }

    /** Null when the token is accepted. */
    private @Nullable Denial denial(Blueprint<AuthenticationScheme<PresentedToken>> blueprint, String token) {
        try (AuthenticationScheme<PresentedToken> scheme = blueprint.open(environment)) {
            FakeRequest request = TestIssuer.carrying(token);
            Resolution<PresentedToken> resolution = scheme.resolve((PresentedToken) scheme.parse(request));
            return resolution instanceof Resolution.Refused<PresentedToken> refused ? refused.denial() : null;
        }
    }
}
