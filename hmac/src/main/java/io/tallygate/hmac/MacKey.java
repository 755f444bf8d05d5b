package io.tallygate.hmac;

import io.tallygate.model.IdempotencyKey;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A key of HMAC-SHA256 (RFC 2104, FIPS 198-1). Keeps what the hash makes of the key, in both its places (RFC 2104, 4), so
 * that a code costs the blocks of what is signed and one more; the JDK's hashes the key anew for each code, which are two
 * more. Immutable, and so used by any number of threads at once: each computes with copies.
 */
final class MacKey {
    /** The bytes of a code. */
    static final int LENGTH = 32;

    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5C;

    private final MessageDigest inner;
    private final MessageDigest outer;

    /** @param secret at least one byte; copied */
    MacKey(byte[] secret) {
        byte[] block = Arrays.copyOf(secret.length > BLOCK ? sha256().digest(secret) : secret, BLOCK);
        this.inner = keyed(block, INNER);
        this.outer = keyed(block, OUTER);
        Arrays.fill(block, (byte) 0);
        copy(inner); // rather now than at the first signature
    }

    private static MessageDigest keyed(byte[] block, byte pad) {
        byte[] padded = block.clone();
        for (int i = 0; i < BLOCK; i++) {
            padded[i] ^= pad;
        }
        MessageDigest digest = sha256();
        digest.update(padded);
        Arrays.fill(padded, (byte) 0);
        return digest;
    }

    private static MessageDigest sha256() {
        return SignedDigest.digest("SHA-256");
    }

    /** The code of so many bytes from an offset on. */
    byte[] sign(byte[] bytes, int offset, int length) {
        byte[] code = new byte[LENGTH];
        try {
            MessageDigest hash = copy(inner);
            hash.update(bytes, offset, length);
            hash.digest(code, 0, LENGTH);
            hash = copy(outer);
            hash.update(code);
            hash.digest(code, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has " + LENGTH + " bytes", e);
        }
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

    private static MessageDigest copy(MessageDigest keyed) {
        try {
            return (MessageDigest) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider's SHA-256 must be copyable", e);
        }
    }

    @Override
    public String toString() {
        return "MacKey[redacted]";
    }
}
