package io.tallygate.jwt;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * A key that signs for tests, with its public half as a JWK. Made once for each algorithm, because RSA takes its time;
 * nothing in here is shared with the code under test.
 */
final class SigningKey {
    private static final Map<JoseAlgorithm, SigningKey> MADE = new EnumMap<>(JoseAlgorithm.class);
    private static final Map<JoseAlgorithm, SigningKey> OTHERS = new EnumMap<>(JoseAlgorithm.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JoseAlgorithm algorithm;
    private final String keyId;
    private final String members;
    private final UnaryOperator<byte[]> signer;

    private SigningKey(JoseAlgorithm algorithm, String keyId, String members, UnaryOperator<byte[]> signer) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.members = members;
        this.signer = signer;
    }

    /** The one key of that algorithm in this run. */
    static synchronized SigningKey of(JoseAlgorithm algorithm) {
        return MADE.computeIfAbsent(algorithm, it -> make(it, RsaPairs.ONE));
    }

    /** Another one under the same name. */
    static synchronized SigningKey other(JoseAlgorithm algorithm) {
        return OTHERS.computeIfAbsent(algorithm, it -> make(it, RsaPairs.OTHER));
    }

    /** A new key under the same name each time; for RSA that takes its time. */
    static SigningKey fresh(JoseAlgorithm algorithm) {
        return make(algorithm, algorithm.family() == JoseAlgorithm.Family.RSA ? RsaPairs.make() : RsaPairs.ONE);
    }

    private static SigningKey make(JoseAlgorithm algorithm, KeyPair rsa) {
        String keyId = "test-" + algorithm.joseName();
        return switch (algorithm.family()) {
            case HMAC -> hmac(algorithm, keyId, random(algorithm.size()));
            case RSA -> rsa(algorithm, keyId, rsa);
            case EC -> ec(algorithm, keyId);
            case ED25519 -> ed25519(keyId);
            case ML_DSA -> mlDsa(algorithm, keyId);
        };
    }

    private static final class RsaPairs {
        private static final KeyPair ONE = make();
        private static final KeyPair OTHER = make();

        static KeyPair make() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static SigningKey hmac(JoseAlgorithm algorithm, String keyId, byte[] secret) {
        return new SigningKey(
                algorithm, keyId, "\"kty\":\"oct\",\"k\":\"" + Base64Url.encode(secret) + "\"", signed -> {
                    try {
                        Mac mac = Mac.getInstance(algorithm.primitive());
                        mac.init(new SecretKeySpec(secret, algorithm.primitive()));
                        return mac.doFinal(signed);
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static SigningKey rsa(JoseAlgorithm algorithm, String keyId, KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        String members =
                "\"kty\":\"RSA\",\"n\":\"" + Base64Url.encode(unsigned(key.getModulus(), 256)) + "\",\"e\":\"AQAB\"";
        return new SigningKey(algorithm, keyId, members, signed -> {
            try {
                Signature signature = Signature.getInstance(algorithm.isPss() ? "RSASSA-PSS" : algorithm.primitive());
                if (algorithm.isPss()) {
                    String hash = algorithm.primitive();
                    signature.setParameter(
                            new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), algorithm.size(), 1));
                }
                signature.initSign(pair.getPrivate());
                signature.update(signed);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static SigningKey ec(JoseAlgorithm algorithm, String keyId) {
        EllipticCurve curve = EllipticCurve.of(algorithm);
        ECDomainParameters domain = new ECDomainParameters(CustomNamedCurves.getByName(curve.standardName()));
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(domain, RANDOM));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        byte[] point = ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false);
        int size = curve.order().length;
        String members = "\"kty\":\"EC\",\"crv\":\"" + curve.joseName() + "\",\"x\":\""
                + Base64Url.encode(Arrays.copyOfRange(point, 1, 1 + size)) + "\",\"y\":\""
                + Base64Url.encode(Arrays.copyOfRange(point, 1 + size, 1 + 2 * size)) + "\"";
        return new SigningKey(algorithm, keyId, members, signed -> {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA512Digest()));
            signer.init(true, pair.getPrivate());
            BigInteger[] rs = signer.generateSignature(
                    Digests.named(algorithm.primitive()).digest(signed));
            byte[] signature = Arrays.copyOf(unsigned(rs[0], size), 2 * size);
            System.arraycopy(unsigned(rs[1], size), 0, signature, size, size);
            return signature;
        });
    }

    private static SigningKey ed25519(String keyId) {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(RANDOM));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        String x = Base64Url.encode(((Ed25519PublicKeyParameters) pair.getPublic()).getEncoded());
        return new SigningKey(
                JoseAlgorithm.ED25519,
                keyId,
                "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"",
                signed -> sign(new Ed25519Signer(), pair.getPrivate(), signed));
    }

    private static SigningKey mlDsa(JoseAlgorithm algorithm, String keyId) {
        MLDSAParameters parameters = switch (algorithm) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            default -> MLDSAParameters.ml_dsa_87;
        };
        MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(RANDOM, parameters));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        String pub = Base64Url.encode(((MLDSAPublicKeyParameters) pair.getPublic()).getEncoded());
        return new SigningKey(
                algorithm,
                keyId,
                "\"kty\":\"AKP\",\"pub\":\"" + pub + "\"",
                signed -> sign(new MLDSASigner(), pair.getPrivate(), signed));
    }

    private static byte[] sign(Signer signer, AsymmetricKeyParameter key, byte[] signed) {
        try {
            signer.init(true, key);
            signer.update(signed, 0, signed.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number in so many bytes, big-endian. */
    static byte[] unsigned(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[size];
        int length = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - length, padded, size - length, length);
        return padded;
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    JoseAlgorithm algorithm() {
        return algorithm;
    }

    String keyId() {
        return keyId;
    }

    /** What makes the key the key, without braces. */
    String members() {
        return members;
    }

    String jwk() {
        return "{" + members + ",\"kid\":\"" + keyId + "\",\"alg\":\"" + algorithm.joseName() + "\",\"use\":\"sig\"}";
    }

    String jwkSet() {
        return "{\"keys\":[" + jwk() + "]}";
    }

    String header() {
        return "{\"alg\":\"" + algorithm.joseName() + "\",\"kid\":\"" + keyId + "\",\"typ\":\"JWT\"}";
    }

    /** A token with the usual header. */
    String token(String payload) {
        return token(header(), payload);
    }

    String token(String header, String payload) {
        return token(header.getBytes(StandardCharsets.UTF_8), payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A token of any bytes. */
    String token(byte[] header, byte[] payload) {
        String signed = Base64Url.encode(header) + "." + Base64Url.encode(payload);
        return signed + "." + Base64Url.encode(sign(signed));
    }

    byte[] sign(String signed) {
        return signer.apply(signed.getBytes(StandardCharsets.ISO_8859_1));
    }
}
