package io.tallygate.examples.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A signature and what it is over, in bytes that are ready.
 *
 * @param content what is signed
 * @param bytes the signature
 */
record RawSignature(byte[] content, byte[] bytes) {
    /** Nothing but the computation, by a key and buffers that are kept. For one thread. */
    interface Check {
        boolean verify(RawSignature signature) throws GeneralSecurityException;
    }

    static RawSignature of(String token) {
        int dot = token.lastIndexOf('.');
        return new RawSignature(
                token.substring(0, dot).getBytes(StandardCharsets.US_ASCII),
                Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    /** The fastest that is at hand: by the JDK, and for curves by Bouncy Castle. */
    static Check check(String algorithm, JWK key) throws GeneralSecurityException, JOSEException {
        return switch (algorithm) {
            case "RS256" -> rsa(key);
            case "ES256" -> ecdsa(key.toECKey());
            case "Ed25519" -> ed25519(key.toOctetKeyPair().getDecodedX());
            case "HS256" -> hmac(key);
            default -> throw new IllegalArgumentException(algorithm);
        };
    }

    private static Check rsa(JWK key) throws GeneralSecurityException, JOSEException {
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(key.toRSAKey().toPublicKey());
        return signature -> {
            rsa.update(signature.content());
            return rsa.verify(signature.bytes());
        };
    }

    private static Check ecdsa(ECKey key) throws GeneralSecurityException {
        X9ECParameters curve = CustomNamedCurves.getByOID(SECNamedCurves.getOID("secp256r1"));
        BigInteger x = key.getX().decodeToBigInteger();
        BigInteger y = key.getY().decodeToBigInteger();
        ECDSASigner ecdsa = new ECDSASigner();
        ecdsa.init(false, new ECPublicKeyParameters(curve.getCurve().createPoint(x, y), new ECDomainParameters(curve)));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        return signature -> ecdsa.verifySignature(
                sha256.digest(signature.content()),
                new BigInteger(1, signature.bytes(), 0, 32),
                new BigInteger(1, signature.bytes(), 32, 32));
    }

    private static Check ed25519(byte[] point) {
        Ed25519PublicKeyParameters key = new Ed25519PublicKeyParameters(point);
        return signature -> key.verify(
                Ed25519.Algorithm.Ed25519,
                null,
                signature.content(),
                0,
                signature.content().length,
                signature.bytes(),
                0);
    }

    private static Check hmac(JWK key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key.toOctetSequenceKey().toSecretKey("HmacSHA256"));
        return signature -> MessageDigest.isEqual(mac.doFinal(signature.content()), signature.bytes());
    }
}
