package io.tallygate.jwt;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Message authentication codes. Keeps a {@link Mac} that has its key and is only ever copied, and one of its copies. */
final class HmacCheck implements SignatureCheck {
    private final Mac keyed;
    private final Spare<Mac> spare = new Spare<>();

    HmacCheck(JoseAlgorithm algorithm, byte[] secret) throws GeneralSecurityException {
        this.keyed = Mac.getInstance(algorithm.primitive());
        keyed.init(new SecretKeySpec(secret, algorithm.primitive()));
    }

    @Override
    public boolean verify(byte[] bytes, int length, byte[] signature) {
        Mac kept = spare.take();
        Mac mac = kept == null ? copy() : kept;
        mac.update(bytes, 0, length);
        byte[] code = mac.doFinal();
        spare.giveBack(mac);
        return MessageDigest.isEqual(code, signature);
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider's HMAC must be copyable", e);
        }
    }
}
