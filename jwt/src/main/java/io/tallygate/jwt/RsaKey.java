package io.tallygate.jwt;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An RSA public key.
 *
 * @param modulus n
 * @param exponent e
 */
record RsaKey(BigInteger modulus, BigInteger exponent) {
    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 64;

    /** What is wrong with the key, in words; null when nothing is. The upper bounds keep verification cheap. */
    @Nullable
    String fault() {
        int bits = modulus.bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS) {
            return "an RSA key must have " + MIN_BITS + " to " + MAX_BITS + " bits, this one has " + bits;
        }
        if (!modulus.testBit(0)) {
            return "its RSA modulus is even";
        }
        if (exponent.compareTo(BigInteger.valueOf(3)) < 0
                || !exponent.testBit(0)
                || exponent.bitLength() > MAX_EXPONENT_BITS) {
            return "its RSA exponent must be odd, at least 3 and at most " + MAX_EXPONENT_BITS + " bits";
        }
        return RocaFingerprint.isIn(modulus) ? "its RSA modulus is factorable (ROCA, CVE-2017-15361)" : null;
    }

    /** Bytes of a signature. */
    int size() {
        return (modulus.bitLength() + 7) / 8;
    }

    SignatureCheck check(JoseAlgorithm algorithm) throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        return new JcaSignatureCheck(
                key, algorithm.isPss() ? () -> pss(algorithm) : () -> Signature.getInstance(algorithm.primitive()));
    }

    /** The one form of RSASSA-PSS that JOSE has (RFC 7518, 3.5): MGF1 with the same hash, salt as long as that. */
    private static Signature pss(JoseAlgorithm algorithm) throws GeneralSecurityException {
        String hash = algorithm.primitive();
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), algorithm.size(), PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }
}
