package io.tallygate.jwt;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Message authentication codes. Keeps a {@link Mac} that has its key and is only ever copied. */
final class HmacCheck implements SignatureCheck {
    private final Mac keyed;

    HmacCheck(JoseAlgorithm algorithm, byte[] secret) throws GeneralSecurityException {
        this.keyed = Mac.getInstance(algorithm.primitive());
        keyed.init(new SecretKeySpec(secret, algorithm.primitive()));
    }

    @Override
    public boolean verify(byte[] signed, byte[] signature) {
        try {
            Mac mac = (Mac) keyed.clone();
            return MessageDigest.isEqual(mac.doFinal(signed), signature);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider's HMAC must be copyable", e);
        }
    }
}
