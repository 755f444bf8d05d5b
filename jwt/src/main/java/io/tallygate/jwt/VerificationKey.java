package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/**
 * A key, good for exactly one algorithm (RFC 8725, 3.1). Shows nothing but its name.
 *
 * @param keyId its name within its issuer, if it has one
 * @param algorithm what it verifies
 * @param signatureSize bytes of each of its signatures
 * @param check does it
 */
record VerificationKey(@Nullable String keyId, JoseAlgorithm algorithm, int signatureSize, SignatureCheck check) {

    /** Whether the signature is this key's over the first so many of these bytes. */
    boolean verify(byte[] bytes, int length, byte[] signature) {
        if (signature.length != signatureSize) {
            return false;
        }
        if (algorithm.family() == JoseAlgorithm.Family.EC
                && !EcdsaSignature.isInRange(EllipticCurve.of(algorithm), signature)) {
            return false;
        }
        return check.verify(bytes, length, signature);
    }

    @Override
    public String toString() {
        return "VerificationKey[" + keyId + ", " + algorithm.joseName() + "]";
    }
}
