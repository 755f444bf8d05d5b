package io.tallygate.jwt;

import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells by which rule a token is refused, and that the scheme says the same. */
final class Judge {
    private final BearerTokens tokens = new BearerTokens(new Headers(), 8192);
    private final TokenVerifier verifier;
    private final AuthenticationScheme<PresentedToken> scheme;
    private final Environment environment;

    Judge(JwtScheme scheme, Environment environment) {
        this.verifier =
                new TokenVerifier(tokens.headers(), List.of(scheme.trust(environment, CryptographyOfProcess.get())));
        this.scheme = scheme.open(environment);
        this.environment = environment;
    }

    /** The rule; null when the token is accepted. */
    @Nullable
    Refusal refusal(String token) {
        Refusal rule = rule(token);
        Parsed parsed = scheme.parse(TestIssuer.carrying(token));
        boolean accepted = parsed instanceof PresentedToken presented
                && scheme.resolve(presented) instanceof Resolution.Known<PresentedToken>;
        if (rule == null) {
            return accepted ? null : Refusal.ACCOUNT;
        }
        if (accepted) {
            throw new AssertionError("accepted in spite of " + rule);
        }
        return rule;
    }

    private @Nullable Refusal rule(String token) {
        Refusal fault = CompactForm.fault(token, 0, 8192);
        if (fault != null) {
            return fault;
        }
        Instant now = Instant.ofEpochMilli(environment.time().epochMillis());
        return verifier.verify(tokens.token(token, 0), now) instanceof Refusal refusal ? refusal : null;
    }
}
