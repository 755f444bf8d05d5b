package io.tallygate.jwt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps the description of an issuer from being opened. */
final class IssuerFaults {
    private static final Duration MAX_SKEW = Duration.ofMinutes(10);
    private static final int LEAST_LENGTH = 256;
    private static final int MOST_LENGTH = 64 * 1024;

    private IssuerFaults() {}

    static List<String> of(
            IssuerRules rules, @Nullable String algorithm, int maxLength, KeyPlan keys, JwkReader reader) {
        List<String> faults = new ArrayList<>();
        require(faults, !rules.issuer().isEmpty(), "issuer must not be empty; name it as the tokens do");
        require(faults, !rules.audiences().contains(""), "audience must not be empty; name it as the tokens do");
        require(faults, !rules.types().isEmpty(), "types must not be empty; name at least one, such as \"JWT\"");
        require(
                faults,
                !"".equals(rules.accountClaim()),
                "the account's claim must have a name; give the one that the issuer uses");
        require(
                faults,
                !rules.skew().isNegative() && rules.skew().compareTo(MAX_SKEW) <= 0,
                "clockSkew must be in [0, 10m], was " + rules.skew() + "; set the clocks right instead");
        require(
                faults,
                maxLength >= LEAST_LENGTH && maxLength <= MOST_LENGTH,
                "maxLength must be in [" + LEAST_LENGTH + ", " + MOST_LENGTH + "], was " + maxLength
                        + "; choose one that fits your tokens");
        require(
                faults,
                algorithm == null || JoseAlgorithm.named(algorithm) != null,
                "algorithm " + algorithm + " is none that we verify; name one such as \"RS256\"");
        faults.addAll(keys.faults(reader));
        return List.copyOf(faults);
    }

    private static void require(List<String> faults, boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
        }
    }
}
