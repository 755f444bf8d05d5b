package io.tallygate.hmac;

import io.tallygate.model.IdempotencyKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key of HMAC-SHA256 (RFC 2104, FIPS 180-4). Keeps what the hash makes of the key, so that a code costs only the blocks
 * of what is signed. Thread-safe: one computation takes the kept {@link Mac}, others at the same time a copy.
 */
final class MacKey {
    /** The bytes of a code. */
    static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;
    private final AtomicReference<@Nullable Mac> idle;

    /** @param secret at least one byte; copied */
    MacKey(byte[] secret) {
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
        this.idle = new AtomicReference<>(copy());
    }

    /** The code of so many bytes from an offset on. */
    byte[] sign(byte[] bytes, int offset, int length) {
        Mac mac = idle.getAndSet(null);
        if (mac == null) {
            mac = copy();
        }
        mac.update(bytes, offset, length);
        byte[] code = mac.doFinal();
        idle.set(mac);
        return code;
    }

    byte[] sign(byte[] bytes) {
        return sign(bytes, 0, bytes.length);
    }

    /** The first half of a code, by which the request that it is of is known again, and no other. */
    static IdempotencyKey firstHalf(byte[] code) {
        ByteBuffer words = ByteBuffer.wrap(code);
        return new IdempotencyKey(words.getLong(), words.getLong());
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider's HMAC must be copyable", e);
        }
    }

    @Override
    public String toString() {
        return "MacKey[redacted]";
    }
}
