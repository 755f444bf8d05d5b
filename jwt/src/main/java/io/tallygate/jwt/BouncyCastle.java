package io.tallygate.jwt;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.spec.ECPoint;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * The one class that names Bouncy Castle, by its lightweight API: no provider is registered, and keys stay in its own
 * form.
 */
final class BouncyCastle implements Cryptography {
    private final Map<EllipticCurve, ECDomainParameters> curves = new HashMap<>();
    private final Map<JoseAlgorithm, MLDSAParameters> mlDsa;

    /** @throws NoClassDefFoundError when Bouncy Castle is absent, or too old to have ML-DSA where we look for it */
    BouncyCastle() {
        for (EllipticCurve curve : EllipticCurve.ALL) {
            curves.put(curve, new ECDomainParameters(CustomNamedCurves.getByName(curve.standardName())));
        }
        mlDsa = Map.of(
                JoseAlgorithm.ML_DSA_44, MLDSAParameters.ml_dsa_44,
                JoseAlgorithm.ML_DSA_65, MLDSAParameters.ml_dsa_65,
                JoseAlgorithm.ML_DSA_87, MLDSAParameters.ml_dsa_87);
    }

    @Override
    public String name() {
        return "Bouncy Castle";
    }

    @Override
    public boolean has(JoseAlgorithm algorithm) {
        return true;
    }

    @Override
    public SignatureCheck ecdsa(JoseAlgorithm algorithm, ECPoint key) {
        ECDomainParameters domain = given(curves.get(EllipticCurve.of(algorithm)));
        ECPublicKeyParameters kept =
                new ECPublicKeyParameters(domain.getCurve().createPoint(key.getAffineX(), key.getAffineY()), domain);
        return (bytes, length, signature) -> {
            int half = signature.length / 2;
            BigInteger r = new BigInteger(1, signature, 0, half);
            BigInteger s = new BigInteger(1, signature, half, half);
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, kept);
            MessageDigest hash = Digests.named(algorithm.primitive());
            hash.update(bytes, 0, length);
            return signer.verifySignature(hash.digest(), r, s);
        };
    }

    @Override
    public SignatureCheck ed25519(byte[] key) {
        Ed25519.PublicPoint kept = Ed25519.validatePublicKeyPartialExport(key, 0);
        return (bytes, length, signature) -> Ed25519.verify(signature, 0, kept, bytes, 0, length);
    }

    @Override
    public SignatureCheck mlDsa(JoseAlgorithm algorithm, byte[] key) {
        MLDSAPublicKeyParameters kept = new MLDSAPublicKeyParameters(given(mlDsa.get(algorithm)), key);
        return (bytes, length, signature) -> {
            MLDSASigner signer = new MLDSASigner();
            signer.init(false, kept);
            signer.update(bytes, 0, length);
            return signer.verifySignature(signature);
        };
    }

    private static <T> T given(@Nullable T parameters) {
        if (parameters == null) {
            throw new IllegalArgumentException("the algorithm is of another family");
        }
        return parameters;
    }
}
