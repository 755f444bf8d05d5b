package io.tallygate.jwt.testing;

import io.tallygate.spi.Environment;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdECPoint;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that signs for tests.
 *
 * @param material its members in a JWK, without braces
 * @param signing its private half, or the secret
 */
record FakeKey(String algorithm, String keyId, String material, Key signing) {
    static FakeKey make(String algorithm, String keyId) {
        try {
            return switch (family(algorithm)) {
                case "HS" -> secret(algorithm, keyId);
                case "RS", "PS" -> rsa(algorithm, keyId);
                case "ES" -> ec(algorithm, keyId);
                default -> ed25519(algorithm, keyId);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a key of " + algorithm, e);
        }
    }

    private static String family(String algorithm) {
        if (!algorithm.matches("[HRPE]S(256|384|512)|Ed25519")) {
            throw new IllegalArgumentException("algorithm must be one that the JDK can sign by, was " + algorithm);
        }
        return algorithm.substring(0, 2);
    }

    /** Text that nothing else is named by. */
    static String freshId() {
        return text(random(16));
    }

    private static FakeKey secret(String algorithm, String keyId) {
        byte[] secret = random(64);
        return new FakeKey(
                algorithm,
                keyId,
                "\"kty\":\"oct\",\"k\":\"" + text(secret) + "\"",
                new SecretKeySpec(secret, "HmacSHA" + bits(algorithm)));
    }

    private static FakeKey rsa(String algorithm, String keyId) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] modulus = bytes(((RSAPublicKey) pair.getPublic()).getModulus(), 256);
        String material = "\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + text(modulus) + "\"";
        return new FakeKey(algorithm, keyId, material, pair.getPrivate());
    }

    private static FakeKey ec(String algorithm, String keyId) throws GeneralSecurityException {
        int bits = algorithm.equals("ES512") ? 521 : bits(algorithm);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
        KeyPair pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        int size = (bits + 7) / 8;
        String material = "\"kty\":\"EC\",\"crv\":\"P-" + bits + "\",\"x\":\"" + text(bytes(point.getAffineX(), size))
                + "\",\"y\":\"" + text(bytes(point.getAffineY(), size)) + "\"";
        return new FakeKey(algorithm, keyId, material, pair.getPrivate());
    }

    private static FakeKey ed25519(String algorithm, String keyId) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        EdECPoint point = ((EdECPublicKey) pair.getPublic()).getPoint();
        byte[] bigEndian = bytes(point.getY(), 32);
        byte[] encoded = new byte[32];
        for (int i = 0; i < 32; i++) {
            encoded[i] = bigEndian[31 - i];
        }
        encoded[31] |= (byte) (point.isXOdd() ? 0x80 : 0);
        String material = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + text(encoded) + "\"";
        return new FakeKey(algorithm, keyId, material, pair.getPrivate());
    }

    byte[] sign(byte[] signed) {
        try {
            return signing instanceof PrivateKey half ? sign(half, signed) : mac(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign by " + algorithm, e);
        }
    }

    private byte[] mac(byte[] signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(signing.getAlgorithm());
        mac.init(signing);
        return mac.doFinal(signed);
    }

    private byte[] sign(PrivateKey half, byte[] signed) throws GeneralSecurityException {
        Signature signature = signature();
        signature.initSign(half);
        signature.update(signed);
        return signature.sign();
    }

    private Signature signature() throws GeneralSecurityException {
        int bits = bits(algorithm);
        return switch (family(algorithm)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            case "PS" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                String hash = "SHA-" + bits;
                pss.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
                yield pss;
            }
            default -> Signature.getInstance("Ed25519");
        };
    }

    String jwk() {
        return "{" + material + ",\"kid\":\"" + keyId + "\",\"alg\":\"" + algorithm + "\",\"use\":\"sig\"}";
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "FakeKey[" + algorithm + ", " + keyId + "]";
    }

    private static int bits(String algorithm) {
        return algorithm.equals("Ed25519") ? 512 : Integer.parseInt(algorithm.substring(2));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        Environment.systemRandomness().nextBytes(bytes);
        return bytes;
    }

    /** The number in so many bytes, big-endian. */
    private static byte[] bytes(BigInteger number, int size) {
        byte[] signed = number.toByteArray();
        byte[] padded = new byte[size];
        int length = Math.min(signed.length, size);
        System.arraycopy(signed, signed.length - length, padded, size - length, length);
        return padded;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
