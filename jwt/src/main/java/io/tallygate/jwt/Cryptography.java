package io.tallygate.jwt;

import java.security.GeneralSecurityException;
import java.security.spec.ECPoint;

/**
 * Who computes where providers differ, in speed or in what they can do: elliptic curves and ML-DSA. One is chosen for the
 * whole process, because two may disagree about odd keys and signatures. HMAC and RSA are always the JDK's.
 */
interface Cryptography {
    /** What the log calls it. */
    String name();

    /** Whether it has the algorithm. */
    boolean has(JoseAlgorithm algorithm);

    /** Signatures by a key of that algorithm's curve: r, then s, each as long as the field (RFC 7518, 3.4), in range. */
    SignatureCheck ecdsa(JoseAlgorithm algorithm, ECPoint key) throws GeneralSecurityException;

    /** Signatures by a key that {@link EdwardsPoint} finds no fault with. */
    SignatureCheck ed25519(byte[] key) throws GeneralSecurityException;

    /** Signatures by an encoded ML-DSA key (FIPS 204) of the right length. */
    SignatureCheck mlDsa(JoseAlgorithm algorithm, byte[] key) throws GeneralSecurityException;
}
