package io.tallygate.hmac;

import io.tallygate.model.BodyCheck;
import java.security.MessageDigest;

/**
 * A body that must have a hash.
 *
 * @param sha256 the hash; not copied
 * @param maxBytes the most that is hashed
 */
record HashedBody(byte[] sha256, long maxBytes) implements BodyCheck {
    @Override
    public Running begin() {
        MessageDigest digest = Sha256.begin();
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public boolean matches() {
                return MessageDigest.isEqual(digest.digest(), sha256);
            }
        };
    }
}
