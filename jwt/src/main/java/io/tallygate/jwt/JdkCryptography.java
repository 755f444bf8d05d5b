package io.tallygate.jwt;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** The providers of the JDK that runs us. No secp256k1; ML-DSA from JDK 24 on. */
final class JdkCryptography implements Cryptography {
    private static final String ML_DSA = "ML-DSA";

    @Override
    public String name() {
        return "the JDK";
    }

    @Override
    public boolean has(JoseAlgorithm algorithm) {
        return algorithm != JoseAlgorithm.ES256K && (algorithm.family() != JoseAlgorithm.Family.ML_DSA || hasMlDsa());
    }

    private static boolean hasMlDsa() {
        try {
            return KeyFactory.getInstance(ML_DSA) != null;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    @Override
    public SignatureCheck ecdsa(JoseAlgorithm algorithm, ECPoint key) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec(EllipticCurve.of(algorithm).standardName()));
        ECPublicKeySpec spec = new ECPublicKeySpec(key, curve.getParameterSpec(ECParameterSpec.class));
        String name = algorithm.primitive().replace("-", "") + "withECDSAinP1363Format";
        return jca(name, KeyFactory.getInstance("EC").generatePublic(spec));
    }

    @Override
    public SignatureCheck ed25519(byte[] key) throws GeneralSecurityException {
        BigInteger y = EdwardsPoint.littleEndian(key).clearBit(255);
        EdECPoint point = new EdECPoint(key[key.length - 1] < 0, y);
        EdECPublicKeySpec spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, point);
        return jca("Ed25519", KeyFactory.getInstance("Ed25519").generatePublic(spec));
    }

    @Override
    public SignatureCheck mlDsa(JoseAlgorithm algorithm, byte[] key) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(subjectPublicKeyInfo(algorithm, key));
        return jca(algorithm.primitive(), KeyFactory.getInstance(ML_DSA).generatePublic(spec));
    }

    /** The raw key in the only form that the JDK takes (RFC 9881, 4): SEQUENCE { SEQUENCE { OID }, BIT STRING }. */
    private static byte[] subjectPublicKeyInfo(JoseAlgorithm algorithm, byte[] key) {
        int arc = 17 + (algorithm.ordinal() - JoseAlgorithm.ML_DSA_44.ordinal());
        String head = "3082%04x300b06096086480165030403%02x0382%04x00";
        byte[] prefix = HexFormat.of().parseHex(String.format(head, key.length + 18, arc, key.length + 1));
        byte[] encoded = new byte[prefix.length + key.length];
        System.arraycopy(prefix, 0, encoded, 0, prefix.length);
        System.arraycopy(key, 0, encoded, prefix.length, key.length);
        return encoded;
    }

    private static SignatureCheck jca(String algorithm, PublicKey key) {
        return new JcaSignatureCheck(key, () -> Signature.getInstance(algorithm));
    }
}
