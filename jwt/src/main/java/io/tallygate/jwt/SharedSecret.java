package io.tallygate.jwt;

import io.tallygate.model.Secret;
import io.tallygate.spi.Environment;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.List;
import java.util.function.Supplier;

/**
 * One secret that issuer and host share.
 *
 * @param algorithm an {@code alg} of the HMAC family
 */
record SharedSecret(String keyId, String algorithm, Supplier<Secret> source) implements KeyPlan {
    @Override
    public List<String> faults(JwkReader reader) {
        try {
            key();
            return List.of();
        } catch (GeneralSecurityException e) {
            return List.of("secret " + keyId + ": " + e.getMessage());
        }
    }

    private VerificationKey key() throws GeneralSecurityException {
        JoseAlgorithm named = JoseAlgorithm.named(algorithm);
        if (named == null || named.family() != JoseAlgorithm.Family.HMAC) {
            throw new InvalidKeyException("algorithm must be HS256, HS384 or HS512, was " + algorithm);
        }
        return JwkReader.hmac(keyId, named, source.get().reveal());
    }

    @Override
    public KeySource open(JwkReader reader, Environment environment) {
        try {
            return new FixedRing(new KeyRing(List.of(key())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("secret " + keyId + ": " + e.getMessage(), e);
        }
    }
}
