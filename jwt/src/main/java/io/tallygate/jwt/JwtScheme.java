package io.tallygate.jwt;

import io.tallygate.jwt.IssuerRules.Waiver;
import io.tallygate.model.AccountId;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts tokens that one issuer has signed. Immutable: each method returns another. It is said in this order, and what is
 * left out does not compile: whose tokens, for whom, by which keys, and who is billed.
 *
 * <pre>{@code
 * JwtScheme.issuer("https://login.example.com").audience("orders").keys(jwkSet).accountFrom("org_id")
 * }</pre>
 *
 * <p>Tokens are looked for in {@code Authorization: Bearer}. Unless waived below, each must say its issuer, its audience,
 * its type and its end. Keys are good for one algorithm each; a header's own keys and addresses are never looked at.
 * Several issuers are accepted by one scheme, made by {@link #anyOf}: of two schemes beside each other in a gate both would
 * find the same token, which is ambiguous.
 */
public final class JwtScheme implements Blueprint<AuthenticationScheme<PresentedToken>> {
    private static final int MAX_LENGTH = 8 * 1024;

    private final IssuerRules rules;
    private final KeyPlan keys;
    private final @Nullable String algorithm;
    private final int maxLength;

    private JwtScheme(IssuerRules rules, KeyPlan keys, @Nullable String algorithm, int maxLength) {
        this.rules = rules;
        this.keys = keys;
        this.algorithm = algorithm;
        this.maxLength = maxLength;
    }

    /** Tokens whose {@code iss} is exactly this. */
    public static NeedsAudience issuer(String issuer) {
        return new NeedsAudience(Objects.requireNonNull(issuer));
    }

    /** A scheme half said: it is open for whom tokens must be. */
    public static final class NeedsAudience {
        private final String issuer;

        private NeedsAudience(String issuer) {
            this.issuer = issuer;
        }

        /** Tokens that are for one of these: its name is in {@code aud}. */
        public NeedsKeys audience(String name, String... alternatives) {
            Set<String> audiences = new LinkedHashSet<>(List.of(alternatives));
            audiences.add(Objects.requireNonNull(name));
            return new NeedsKeys(issuer, audiences);
        }

        /**
         * Tokens for anybody: what the issuer signs for any other service is then good here, too (RFC 8725, 3.9).
         */
        public NeedsKeys anyAudience() {
            return new NeedsKeys(issuer, Set.of());
        }
    }

    /** A scheme half said: it is open by which keys tokens are verified. */
    public static final class NeedsKeys {
        private final String issuer;
        private final Set<String> audiences;

        private NeedsKeys(String issuer, Set<String> audiences) {
            this.issuer = issuer;
            this.audiences = audiences;
        }

        /**
         * The keys of a JWK Set (RFC 7517) that is at hand.
         *
         * @param jwkSet its JSON; public keys only, or secrets only
         */
        public NeedsAccount keys(String jwkSet) {
            return from(new FixedKeys(Objects.requireNonNull(jwkSet)));
        }

        /**
         * A secret that issuer and host share.
         *
         * @param keyId the {@code kid} that tokens may name it by
         * @param algorithm {@code HS256}, {@code HS384} or {@code HS512}
         * @param source asked when the gate is built; at least as long as the algorithm's hash
         */
        public NeedsAccount secret(String keyId, String algorithm, Supplier<Secret> source) {
            return from(new SharedSecret(
                    Objects.requireNonNull(keyId), Objects.requireNonNull(algorithm), Objects.requireNonNull(source)));
        }

        /** The keys that the issuer publishes there, by {@link JwksSettings#standard()}. */
        public NeedsAccount jwks(URI uri) {
            return jwks(uri, JwksSettings.standard());
        }

        /**
         * The keys that the issuer publishes there (JWKS). They are fetched in the background from when the gate opens;
         * only requests before the first set wait for it, no longer than for any look-up.
         */
        public NeedsAccount jwks(URI uri, JwksSettings settings) {
            return from(new JwksPlan(Objects.requireNonNull(uri), Objects.requireNonNull(settings)));
        }

        NeedsAccount from(KeyPlan plan) {
            return new NeedsAccount(issuer, audiences, plan);
        }
    }

    /** A scheme half said: it is open who is billed. */
    public static final class NeedsAccount {
        private final String issuer;
        private final Set<String> audiences;
        private final KeyPlan keys;

        private NeedsAccount(String issuer, Set<String> audiences, KeyPlan keys) {
            this.issuer = issuer;
            this.audiences = audiences;
            this.keys = keys;
        }

        /** The account that a claim names, a text of 1 to 128 visible ASCII characters. */
        public JwtScheme accountFrom(String claim) {
            return with(IssuerRules.strict(issuer, audiences, Objects.requireNonNull(claim), null));
        }

        /**
         * One account for all tokens.
         *
         * @throws IllegalArgumentException when it is not 1 to 128 visible ASCII characters
         */
        public JwtScheme account(String account) {
            return with(IssuerRules.strict(issuer, audiences, null, new AccountId(account)));
        }

        private JwtScheme with(IssuerRules rules) {
            return new JwtScheme(rules, keys, null, MAX_LENGTH);
        }
    }

    /** The tokens of each of these issuers, of which no two have the same name. */
    public static Blueprint<AuthenticationScheme<PresentedToken>> anyOf(JwtScheme first, JwtScheme... more) {
        List<JwtScheme> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(more));
        return new SeveralIssuers(List.copyOf(all));
    }

    /**
     * The same for access tokens by RFC 9068 only: of type {@code at+jwt}, with {@code sub}, {@code client_id},
     * {@code iat} and {@code jti}.
     */
    public JwtScheme accessTokens() {
        return with(rules.forAccessTokens());
    }

    /** The same for tokens whose {@code typ} is one of these; {@code JWT} and {@code at+jwt} unless said otherwise. */
    public JwtScheme types(String... types) {
        return with(rules.withTypes(Set.of(types)));
    }

    /** The same, also for tokens without a {@code typ}. */
    public JwtScheme allowMissingType() {
        return with(rules.without(Waiver.TYPE));
    }

    /** The same, also for tokens without an {@code iss}; where this is the only issuer. */
    public JwtScheme allowMissingIssuer() {
        return with(rules.without(Waiver.ISSUER));
    }

    /** The same, also for tokens without an {@code exp}: they are good until they are revoked or their key is gone. */
    public JwtScheme allowMissingExpiry() {
        return with(rules.without(Waiver.EXPIRY));
    }

    /**
     * The same with another allowance for an issuer's clock that is ahead of ours, in {@code nbf} and {@code iat}.
     *
     * @param skew up to ten minutes; 30 seconds unless said otherwise. Nothing is ever added to {@code exp}.
     */
    public JwtScheme clockSkew(Duration skew) {
        return with(rules.withSkew(skew));
    }

    /** The same, accepting tokens whose {@code crit} names these header extensions, which the host takes care of. */
    public JwtScheme understanding(String... extensions) {
        return with(rules.withUnderstood(Set.of(extensions)));
    }

    /** The same where RSA keys that do not state their {@code alg} are good for this one alone. */
    public JwtScheme algorithm(String alg) {
        return new JwtScheme(rules, keys, Objects.requireNonNull(alg), maxLength);
    }

    /** The same for tokens of up to so many characters, 256 to 65,536; 8,192 unless said otherwise. */
    public JwtScheme maxLength(int characters) {
        return new JwtScheme(rules, keys, algorithm, characters);
    }

    private JwtScheme with(IssuerRules others) {
        return new JwtScheme(others, keys, algorithm, maxLength);
    }

    String issuer() {
        return rules.issuer();
    }

    int maxLength() {
        return maxLength;
    }

    @Override
    public List<String> faults(Environment environment) {
        return IssuerFaults.of(rules, algorithm, maxLength, keys, reader(CryptographyOfProcess.get()));
    }

    @Override
    public AuthenticationScheme<PresentedToken> open(Environment environment) {
        return new SeveralIssuers(List.of(this)).open(environment);
    }

    TrustedIssuer trust(Environment environment, Cryptography cryptography) {
        return new TrustedIssuer(rules, keys.open(reader(cryptography), environment));
    }

    private JwkReader reader(Cryptography cryptography) {
        return new JwkReader(cryptography, algorithm == null ? null : JoseAlgorithm.named(algorithm));
    }

    @Override
    public String toString() {
        return "JwtScheme[issuer=" + rules.issuer() + ", audiences=" + rules.audiences() + ", types=" + rules.types()
                + ", waived=" + rules.waived() + ", keys=" + keys + "]";
    }
}
