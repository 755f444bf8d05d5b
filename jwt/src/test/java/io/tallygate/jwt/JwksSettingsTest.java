package io.tallygate.jwt;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksSettingsTest {
    private static final URI GOOD = URI.create("https://login.example.com/jwks");

    @Test
    void standardSettingsHaveNoFault() {
        assertThat(JwksSettings.standard().faults(GOOD)).isEmpty();
    }

    @Test
    void reportsEveryFaultAtOnceWithItsRemedy() {
        JwksSettings settings = JwksSettings.standard()
                .refresh(ofMillis(1), ofHours(25))
                .staleFor(ofHours(1))
                .interval(ofMinutes(2))
                .timeout(ofHours(1));
        assertThat(settings.faults(URI.create("http://login.example.com/jwks")))
                .hasSize(6)
                .allSatisfy(fault -> assertThat(fault).startsWith("jwks").containsPattern("; |http"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com/jwks",
                "http://127.0.0.1.example.com/jwks",
                "http://localhost.example.com/jwks",
                "https://user@login.example.com/jwks",
                "https://login.example.com/jwks#a",
                "file:///etc/passwd",
                "https:/jwks",
                "/jwks",
                "mailto:a@example.com"
            })
    void takesNoOtherAddressEvenWhereLoopbackIsAllowed(String uri) {
        assertThat(JwksSettings.standard().allowPlainLoopback().faults(URI.create(uri)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/", "http://127.0.0.1/jwks", "http://[::1]:1/jwks"})
    void takesLoopbackWhereThatIsSaid(String uri) {
        assertThat(JwksSettings.standard().faults(URI.create(uri))).hasSize(1);
        assertThat(JwksSettings.standard().allowPlainLoopback().faults(URI.create(uri)))
                .isEmpty();
    }
}
