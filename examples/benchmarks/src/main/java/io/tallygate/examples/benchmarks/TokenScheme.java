package io.tallygate.examples.benchmarks;

import io.tallygate.jwt.PresentedToken;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.ManualTime;
import java.util.Optional;

/** The scheme for an issuer's tokens without a gate around it. For one thread. */
final class TokenScheme implements AutoCloseable {
    private final Caller caller = new Caller("Authorization");
    private final AuthenticationScheme<PresentedToken> scheme;

    TokenScheme(Issuer issuer) {
        scheme = issuer.scheme()
                .open(new Environment(
                        TimeSource.system(),
                        Environment.systemRandomness(),
                        ManualTime.at("2026-01-01T00:00:00Z"), // keys that are at hand need no background
                        new Listener() {},
                        Optional.empty()));
    }

    /** Parses and verifies; the entitlement, or what the scheme has against the request. */
    Object verify(String authorization) {
        Parsed parsed = scheme.parse(caller.with(authorization));
        return parsed instanceof PresentedToken token ? scheme.resolve(token) : parsed;
    }

    static boolean isKnown(Object verified) {
        return verified instanceof Resolution.Known<?>;
    }

    @Override
    public void close() {
        scheme.close();
    }
}
