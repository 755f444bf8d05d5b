package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One token has one spelling: no variant that differs in one character is accepted, in front of any cache. */
class VariantsTest {
    private static final int LEAST = 60_000;
    private static final int LAST_CODE = 255;

    /** Whether there is time to try all of them. */
    private static final boolean ALL = Integer.getInteger("jwt.scale", 1) > 1;

    @ParameterizedTest
    @EnumSource
    void acceptsNoOneCharacterVariant(JoseAlgorithm algorithm) {
        TestIssuer issuer = TestIssuer.of(algorithm);
        String token = issuer.key()
                .token(
                        issuer.key().header(),
                        "{\"iss\":\"" + TestIssuer.NAME + "\",\"aud\":\"orders\",\"org_id\":\"a\",\"exp\":"
                                + Integer.MAX_VALUE + "}");
        try (AuthenticationScheme<PresentedToken> scheme = issuer.open()) {
            assertThat(isAccepted(scheme, token)).isTrue();
            List<String> accepted = new ArrayList<>();
            int tried = 0;
            int step = isSampled(algorithm) ? Math.max(1, token.length() / 160) : 1;
            for (int i = 0; i < token.length(); i += step) {
                for (char c = 1; c <= LAST_CODE; c++) {
                    if (isSpelling(c) && (i + c) % thinning(algorithm) != 0) {
                        continue;
                    }
                    tried += 2;
                    collect(scheme, accepted, token, token.substring(0, i) + c + token.substring(i + 1));
                    collect(scheme, accepted, token, token.substring(0, i) + c + token.substring(i));
                }
                collect(scheme, accepted, token, token.substring(0, i) + token.substring(i + 1));
                tried++;
            }
            assertThat(accepted).isEmpty();
            assertThat(tried).isGreaterThan(LEAST);
            System.out.printf("VARIANTS tried=%d accepted=%d of=%s%n", tried, accepted.size(), algorithm.joseName());
        }
    }

    /** One algorithm of each family is tried at every place; of the others, long tokens are sampled. */
    private static boolean isSampled(JoseAlgorithm algorithm) {
        return switch (algorithm) {
            case HS256, RS256, ES256, ED25519 -> false;
            default -> !ALL;
        };
    }

    /** Of the variants that only the signature can refuse, how many are passed over for each that is tried. */
    private static int thinning(JoseAlgorithm algorithm) {
        return switch (algorithm) {
            case HS256, HS384, HS512 -> 1;
            case ES256, ES256K, ED25519 -> ALL ? 1 : 3;
            default -> ALL ? 1 : 11;
        };
    }

    private static boolean isSpelling(char c) {
        return Base64Url.inAlphabet(String.valueOf(c), 0, 1);
    }

    private static void collect(
            AuthenticationScheme<PresentedToken> scheme, List<String> accepted, String token, String variant) {
        if (!variant.equals(token) && isAccepted(scheme, variant)) {
            accepted.add(variant);
        }
    }

    private static boolean isAccepted(AuthenticationScheme<PresentedToken> scheme, String token) {
        Parsed parsed = scheme.parse(TestIssuer.carrying(token));
        return parsed instanceof PresentedToken presented
                && scheme.resolve(presented) instanceof Resolution.Known<PresentedToken>;
    }
}
