package io.tallygate.jwt;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Signatures by the JCA. The key is kept; a new {@link Signature} costs a third of a microsecond, a shared one a lock. */
final class JcaSignatureCheck implements SignatureCheck {
    private final PublicKey key;
    private final Algorithm algorithm;

    /** How to get an object that computes. */
    interface Algorithm {
        Signature get() throws GeneralSecurityException;
    }

    JcaSignatureCheck(PublicKey key, Algorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    @Override
    public boolean verify(byte[] signed, byte[] signature) {
        try {
            Signature computing = algorithm.get();
            computing.initVerify(key);
            computing.update(signed);
            return computing.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            return false; // a signature, or for some providers a key, that cannot be meant; never ours to report
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the algorithm was there when the key was loaded", e);
        }
    }
}
