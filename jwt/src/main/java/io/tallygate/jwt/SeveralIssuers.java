package io.tallygate.jwt;

import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import java.util.ArrayList;
import java.util.List;

/** One scheme for the tokens of several issuers. */
record SeveralIssuers(List<JwtScheme> issuers) implements Blueprint<AuthenticationScheme<PresentedToken>> {
    @Override
    public List<String> faults(Environment environment) {
        List<String> faults = new ArrayList<>();
        issuers.forEach(issuer -> faults.addAll(issuer.faults(environment)));
        if (issuers.stream().map(JwtScheme::issuer).distinct().count() < issuers.size()) {
            faults.add("two issuers have the same name; say everything about an issuer in one place");
        }
        return List.copyOf(faults);
    }

    @Override
    public AuthenticationScheme<PresentedToken> open(Environment environment) {
        return open(environment, CryptographyOfProcess.get());
    }

    AuthenticationScheme<PresentedToken> open(Environment environment, Cryptography cryptography) {
        int maxLength = issuers.stream().mapToInt(JwtScheme::maxLength).max().orElseThrow();
        List<TrustedIssuer> trusted = new ArrayList<>();
        for (JwtScheme issuer : issuers) {
            trusted.add(issuer.trust(environment, cryptography));
        }
        return new JwtAuthentication(
                new BearerTokens(new Headers(), maxLength), trusted, environment.directory(), environment.time());
    }
}
