package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final Headers headers = new Headers();

    @Test
    void keepsOnlyWhatItIsToldTo() {
        HeaderText text = text("{\"alg\":\"RS256\",\"kid\":\"a\"}");
        JwsHeader first = (JwsHeader) headers.read(text);
        assertThat(headers.read(text)).isEqualTo(first).isNotSameAs(first);
        headers.keep(text, first);
        assertThat(headers.read(text)).isSameAs(first);
        assertThat(headers.read(within("xx", text.text(), ".yy"))).isSameAs(first);
    }

    @Test
    void tellsHeadersOfOneSlotApart() {
        for (int i = 0; i < 5000; i++) {
            HeaderText text = text("{\"alg\":\"RS256\",\"kid\":\"" + i + "\"}");
            JwsHeader header = (JwsHeader) headers.read(text);
            assertThat(header.keyId()).isEqualTo("" + i);
            headers.keep(text, header);
        }
    }

    @Test
    void keepsNoHeaderThatIsLong() {
        HeaderText text = text("{\"alg\":\"RS256\",\"x\":\"" + "a".repeat(500) + "\"}");
        JwsHeader header = (JwsHeader) headers.read(text);
        headers.keep(text, header);
        assertThat(headers.read(text)).isNotSameAs(header);
    }

    @Test
    void aStrangerCanPutNothingIn() {
        TestIssuer issuer = TestIssuer.of(JoseAlgorithm.HS256);
        TrustedIssuer trusted = issuer.scheme().trust(issuer.environment(null), new JdkCryptography());
        TokenVerifier verifier = new TokenVerifier(headers, List.of(trusted));
        BearerTokens tokens = new BearerTokens(headers, 8192);
        PresentedToken forged =
                tokens.token(SigningKey.fresh(JoseAlgorithm.HS256).token(issuer.claims("")), 0);
        assertThat(verifier.verify(forged, issuer.time().instant())).isSameAs(Refusal.SIGNATURE);
        assertThat(headers.read(forged.headerText())).isNotSameAs(headers.read(forged.headerText()));
        PresentedToken proven = tokens.token(issuer.token(), 0);
        assertThat(verifier.verify(proven, issuer.time().instant())).isInstanceOf(VerifiedToken.class);
        assertThat(headers.read(forged.headerText())).isSameAs(headers.read(proven.headerText()));
    }

    private static HeaderText within(String before, String spelled, String after) {
        return new HeaderText(before + spelled + after, before.length(), before.length() + spelled.length());
    }

    private static HeaderText text(String json) {
        return within("", Base64Url.encode(json.getBytes(StandardCharsets.UTF_8)), "");
    }
}
