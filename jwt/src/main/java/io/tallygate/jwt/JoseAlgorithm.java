package io.tallygate.jwt;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The signature algorithms that we verify (RFC 7518, 8037, 8812, 9864, 9964). There is no {@code none} among them. */
enum JoseAlgorithm {
    HS256(Family.HMAC, "HmacSHA256", 32),
    HS384(Family.HMAC, "HmacSHA384", 48),
    HS512(Family.HMAC, "HmacSHA512", 64),
    RS256(Family.RSA, "SHA256withRSA", 32),
    RS384(Family.RSA, "SHA384withRSA", 48),
    RS512(Family.RSA, "SHA512withRSA", 64),
    PS256(Family.RSA, "SHA-256", 32),
    PS384(Family.RSA, "SHA-384", 48),
    PS512(Family.RSA, "SHA-512", 64),
    ES256(Family.EC, "SHA-256", 64),
    ES384(Family.EC, "SHA-384", 96),
    ES512(Family.EC, "SHA-512", 132),
    ES256K(Family.EC, "SHA-256", 64),
    ED25519(Family.ED25519, "Ed25519", 64),
    ML_DSA_44(Family.ML_DSA, "ML-DSA-44", 2420),
    ML_DSA_65(Family.ML_DSA, "ML-DSA-65", 3309),
    ML_DSA_87(Family.ML_DSA, "ML-DSA-87", 4627);

    /** Kinds of keys. */
    enum Family {
        HMAC,
        RSA,
        EC,
        ED25519,
        ML_DSA
    }

    private static final Map<String, JoseAlgorithm> NAMED = names();

    private final Family family;
    private final String primitive;
    private final int size;

    JoseAlgorithm(Family family, String primitive, int size) {
        this.family = family;
        this.primitive = primitive;
        this.size = size;
    }

    /** The algorithm of that {@code alg}, compared exactly; null when there is none. */
    static @Nullable JoseAlgorithm named(String alg) {
        return NAMED.get(alg);
    }

    /** {@code EdDSA} names several curves, of which we verify Ed25519 only; RFC 9864 gives that a name of its own. */
    private static Map<String, JoseAlgorithm> names() {
        Map<String, JoseAlgorithm> names = new HashMap<>();
        for (JoseAlgorithm algorithm : values()) {
            names.put(algorithm.joseName(), algorithm);
        }
        names.put("EdDSA", ED25519);
        return Map.copyOf(names);
    }

    String joseName() {
        return this == ED25519 ? "Ed25519" : name().replace('_', '-');
    }

    Family family() {
        return family;
    }

    /** The name in the JCA of the whole where there is one; of the hash for ECDSA and RSASSA-PSS. */
    String primitive() {
        return primitive;
    }

    /** Bytes of a signature; for RSA, where the key decides, bytes of the hash. */
    int size() {
        return size;
    }

    /** Whether it is RSASSA-PSS, not PKCS #1 version 1.5. */
    boolean isPss() {
        return this == PS256 || this == PS384 || this == PS512;
    }
}
