package io.tallygate.examples.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.SecretKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Who else verifies tokens: set up once as the manual says, for the same key, issuer and audience, and kept. */
enum Library {
    NIMBUS("nimbus") {
        @Override
        Verifier forTokens(Issuer issuer) throws Exception {
            return issuer.algorithm().equals("Ed25519") ? nimbusEd25519(issuer.key()) : nimbus(issuer, null);
        }
    },
    NIMBUS_WITH_BOUNCY_CASTLE("nimbusBc") {
        @Override
        Verifier forTokens(Issuer issuer) {
            return nimbus(issuer, new BouncyCastleProvider());
        }
    },
    SPRING("spring") {
        @Override
        Verifier forTokens(Issuer issuer) throws Exception {
            NimbusJwtDecoder decoder = key(issuer.key()) instanceof SecretKey secret
                    ? NimbusJwtDecoder.withSecretKey(secret).build()
                    : NimbusJwtDecoder.withJwkSource(keys(issuer))
                            .jwsAlgorithm(SignatureAlgorithm.from(issuer.algorithm()))
                            .build();
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    JwtValidators.createDefaultWithIssuer(Issuer.NAME), new JwtAudienceValidator(Issuer.AUDIENCE)));
            return decoder::decode;
        }
    },
    JJWT("jjwt") {
        @Override
        Verifier forTokens(Issuer issuer) throws Exception {
            var builder = Jwts.parser().requireIssuer(Issuer.NAME).requireAudience(Issuer.AUDIENCE);
            JwtParser parser = key(issuer.key()) instanceof SecretKey secret
                    ? builder.verifyWith(secret).build()
                    : builder.verifyWith((PublicKey) key(issuer.key())).build();
            return parser::parseSignedClaims;
        }
    },
    JOSE4J("jose4j") {
        @Override
        Verifier forTokens(Issuer issuer) throws Exception {
            String alg = issuer.algorithm().equals("Ed25519") ? "EdDSA" : issuer.algorithm();
            JwtConsumer consumer = new JwtConsumerBuilder()
                    .setVerificationKey(key(issuer.key()))
                    .setExpectedIssuer(Issuer.NAME)
                    .setExpectedAudience(Issuer.AUDIENCE)
                    .setRequireExpirationTime()
                    .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, alg)
                    .build();
            return consumer::processToClaims;
        }
    },
    JAVA_JWT("javaJwt") {
        @Override
        Verifier forTokens(Issuer issuer) throws Exception {
            JWK key = issuer.key();
            Algorithm algorithm = switch (issuer.algorithm()) {
                case "RS256" -> Algorithm.RSA256(key.toRSAKey().toRSAPublicKey());
                case "ES256" -> Algorithm.ECDSA256(key.toECKey().toECPublicKey());
                default -> Algorithm.HMAC256(key.toOctetSequenceKey().toByteArray());
            };
            return JWT.require(algorithm)
                    .withIssuer(Issuer.NAME)
                    .withAudience(Issuer.AUDIENCE)
                    .build()::verify;
        }
    };

    private final String method;

    Library(String method) {
        this.method = method;
    }

    /** A parser that is kept. */
    interface Verifier {
        /** The claims; refuses by throwing. */
        Object verify(String token) throws Exception;
    }

    abstract Verifier forTokens(Issuer issuer) throws Exception;

    /** The library that a benchmark's method is named after. */
    static Library of(String method) {
        for (Library library : values()) {
            if (library.method.equals(method)) {
                return library;
            }
        }
        throw new IllegalArgumentException("no library is called " + method);
    }

    /** @param provider computes signatures; the JDK's when null */
    private static Verifier nimbus(Issuer issuer, Provider provider) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.parse(issuer.algorithm()), keys(issuer)));
        processor.setJWTClaimsSetVerifier(nimbusClaims());
        processor.getJWSVerifierFactory().getJCAContext().setProvider(provider);
        return token -> processor.process(token, null);
    }

    private static JWKSource<SecurityContext> keys(Issuer issuer) {
        return new ImmutableJWKSet<>(new JWKSet(issuer.key()));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> nimbusClaims() {
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(Issuer.NAME).build();
        return new DefaultJWTClaimsVerifier<>(Issuer.AUDIENCE, exact, Set.of("exp"));
    }

    /** What its processor cannot do, by hand. */
    private static Verifier nimbusEd25519(JWK key) throws JOSEException {
        Ed25519Verifier verifier = new Ed25519Verifier(key.toOctetKeyPair());
        DefaultJWTClaimsVerifier<SecurityContext> rules = nimbusClaims();
        return token -> {
            SignedJWT jwt = SignedJWT.parse(token);
            Check.that(jwt.verify(verifier));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            rules.verify(claims, null);
            return claims;
        };
    }

    private static Key key(JWK key) throws JOSEException, GeneralSecurityException {
        return switch (key.getKeyType().getValue()) {
            case "oct" -> key.toOctetSequenceKey().toSecretKey("HmacSHA256");
            case "RSA" -> key.toRSAKey().toPublicKey();
            case "EC" -> key.toECKey().toPublicKey();
            default -> ed25519(key.toOctetKeyPair().getDecodedX());
        };
    }

    /** RFC 8410, 4. */
    private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
        byte[] encoded = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(point));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
