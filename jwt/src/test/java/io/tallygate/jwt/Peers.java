package io.tallygate.jwt;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.Key;
import java.security.PublicKey;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** The libraries that we are compared with, each set up as its manual says, for the same issuer, audience and moment. */
final class Peers {
    private Peers() {}

    /** Refuses by throwing. */
    interface Peer {
        void accept(String token) throws Exception;
    }

    static Map<String, Peer> of(SigningKey signing) {
        try {
            JWK jwk = JWK.parse(signing.jwk());
            Map<String, Peer> peers = new LinkedHashMap<>();
            peers.put("Nimbus", nimbus(jwk));
            peers.put("jjwt", jjwt(key(jwk)));
            peers.put("jose4j", jose4j(key(jwk), signing.algorithm()));
            return peers;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Key key(JWK jwk) throws Exception {
        return switch (jwk.getKeyType().getValue()) {
            case "oct" -> jwk.toOctetSequenceKey().toSecretKey("HmacSHA256");
            case "RSA" -> jwk.toRSAKey().toPublicKey();
            default -> jwk.toECKey().toPublicKey();
        };
    }

    private static Peer nimbus(JWK jwk) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.parse(jwk.getAlgorithm().getName()), new ImmutableJWKSet<>(new JWKSet(jwk))));
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(TestIssuer.NAME).build();
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>("orders", exact, Set.of("exp")) {
                    @Override
                    protected Date currentTime() {
                        return new Date(Draft.NOW * 1000);
                    }
                };
        claims.setMaxClockSkew(0);
        processor.setJWTClaimsSetVerifier(claims);
        return token -> processor.process(token, null);
    }

    private static Peer jjwt(Key key) {
        var builder = Jwts.parser()
                .requireIssuer(TestIssuer.NAME)
                .requireAudience("orders")
                .clock(() -> new Date(Draft.NOW * 1000));
        JwtParser parser = key instanceof SecretKey secret
                ? builder.verifyWith(secret).build()
                : builder.verifyWith((PublicKey) key).build();
        return parser::parseSignedClaims;
    }

    private static Peer jose4j(Key key, JoseAlgorithm algorithm) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setExpectedIssuer(TestIssuer.NAME)
                .setExpectedAudience("orders")
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromSeconds(Draft.NOW))
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, algorithm.joseName())
                .build();
        return consumer::processToClaims;
    }
}
