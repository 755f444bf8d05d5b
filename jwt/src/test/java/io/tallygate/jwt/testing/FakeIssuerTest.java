package io.tallygate.jwt.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.Tallygate;
import io.tallygate.jwt.JwtScheme;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Permit;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fake issuer signs is what it says, by the verdict of the scheme. */
class FakeIssuerTest {
    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final FakeIssuer issuer = FakeIssuer.named("https://login.example.com", time);

    private Decision admit(FakeIssuer by, String token) {
        JwtScheme scheme =
                JwtScheme.issuer(by.name()).audience("orders").keys(by.jwkSet()).account("acme");
        try (Tallygate gate = Tallygate.builder().accept(scheme).time(time).build()) {
            return gate.admit(FakeRequest.get("/").header("Authorization", "Bearer " + token), Demand.plain());
        }
    }

    private Denial denial(FakeToken token) {
        return ((Deny) admit(issuer, token.sign())).denial();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512", "RS256", "PS512", "ES256", "ES384", "ES512", "Ed25519"})
    void signsByEveryAlgorithm(String algorithm) {
        FakeIssuer by = issuer.algorithm(algorithm);
        for (int i = 0; i < 8; i++) {
            assertThat(admit(by, by.token("orders").sign()).permitted()).isTrue();
        }
        assertThat(admit(by, by.token("orders").byStranger().sign()).permitted())
                .isFalse();
    }

    @Test
    void writesWhatItIsTold() {
        FakeToken token = issuer.token("orders").claim("sub", "b\"o\\b\n").scopes("a:b", "c");
        assertThat(((Deny) admit(issuer, token.sign())).denial()).isEqualTo(Denial.INVALID_CREDENTIAL);
        Permit permit = (Permit) admit(issuer, token.claim("sub", "bob").sign());
        assertThat(permit.entitlement().subject()).isEqualTo("bob");
        assertThat(permit.entitlement().scopes().toString()).contains("a:b", "c");
    }

    @Test
    void signsWhatIsRefused() {
        assertThat(denial(issuer.token("other"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(issuer.token("orders").expiresIn(Duration.ofSeconds(-1))))
                .isEqualTo(Denial.EXPIRED);
        assertThat(denial(issuer.token("orders").without("exp"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(issuer.token("orders").header("kid", "other"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(issuer.token("orders").byStranger())).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void publishesEarlierKeysUntilTheyRetire() {
        String earlier = issuer.token("orders").sign();
        assertThat(issuer.rotate()).isEqualTo("key-2");
        assertThat(admit(issuer, earlier).permitted()).isTrue();
        assertThat(admit(issuer, issuer.token("orders").sign()).permitted()).isTrue();
        issuer.retireEarlierKeys();
        assertThat(admit(issuer, earlier).permitted()).isFalse();
        assertThat(admit(issuer, issuer.token("orders").sign()).permitted()).isTrue();
    }

    @Test
    void showsNoKeyAndTakesNoForeignAlgorithm() {
        assertThat(issuer.algorithm("HS256").newest()).hasToString("FakeKey[HS256, key-1]");
        assertThatThrownBy(() -> issuer.algorithm("none")).isInstanceOf(IllegalArgumentException.class);
    }
}
