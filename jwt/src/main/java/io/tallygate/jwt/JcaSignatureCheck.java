package io.tallygate.jwt;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Signatures by the JCA. Keeps the key, and a {@link Signature} that has it: to look one up and begin costs a microsecond. */
final class JcaSignatureCheck implements SignatureCheck {
    private final PublicKey key;
    private final Algorithm algorithm;
    private final Spare<Signature> spare = new Spare<>();

    /** How to get an object that computes. */
    interface Algorithm {
        Signature get() throws GeneralSecurityException;
    }

    JcaSignatureCheck(PublicKey key, Algorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    @Override
    public boolean verify(byte[] bytes, int length, byte[] signature) {
        try {
            Signature kept = spare.take();
            Signature computing = kept == null ? begun() : kept;
            computing.update(bytes, 0, length);
            boolean valid = computing.verify(signature);
            spare.giveBack(computing); // it has begun anew by itself
            return valid;
        } catch (SignatureException | InvalidKeyException e) {
            return false; // a signature, or for some providers a key, that cannot be meant; never ours to report
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the algorithm was there when the key was loaded", e);
        }
    }

    private Signature begun() throws GeneralSecurityException {
        Signature begun = algorithm.get();
        begun.initVerify(key);
        return begun;
    }
}
