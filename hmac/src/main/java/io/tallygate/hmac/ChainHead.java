package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a chain begins: a version byte (1), the name of the app key in ASCII ({@value #NAME} bytes), the second of issue since
 * 1970 (4 bytes, unsigned, the high one first; so until 2106), and {@value Chain#SALT} random bytes. Immutable.
 */
final class ChainHead {
    private static final byte VERSION = 1;
    private static final int NAME = 17;
    private static final int LENGTH = 1 + NAME + Integer.BYTES + Chain.SALT;

    /** Stands before what is signed, so that no code of a head is one of another scheme. */
    private static final byte[] PURPOSE = "tallygate attenuable key\n".getBytes(StandardCharsets.US_ASCII);

    private final CredentialId appKey;
    private final Instant issuedAt;
    private final byte[] salt;

    private ChainHead(CredentialId appKey, Instant issuedAt, byte[] salt) {
        this.appKey = appKey;
        this.issuedAt = issuedAt;
        this.salt = salt;
    }

    /**
     * One like no other.
     *
     * @param appKey named as app keys are
     * @param issuedAt kept to the second
     */
    static ChainHead of(CredentialId appKey, Instant issuedAt, RandomGenerator random) {
        return new ChainHead(appKey, Instant.ofEpochSecond(issuedAt.getEpochSecond()), Chain.salt(random));
    }

    /** Reads up to its end; null when the bytes do not begin with one. */
    static @Nullable ChainHead read(ByteBuffer bytes) {
        if (bytes.remaining() < LENGTH || bytes.get() != VERSION) {
            return null;
        }
        byte[] name = new byte[NAME];
        bytes.get(name);
        Instant issuedAt = Instant.ofEpochSecond(Integer.toUnsignedLong(bytes.getInt()));
        byte[] salt = new byte[Chain.SALT];
        bytes.get(salt);
        String text = new String(name, StandardCharsets.ISO_8859_1);
        return AppKey.NAMES.isName(text) ? new ChainHead(new CredentialId(text), issuedAt, salt) : null;
    }

    CredentialId appKey() {
        return appKey;
    }

    Instant issuedAt() {
        return issuedAt;
    }

    /** Of which {@link #read} makes this head again. */
    byte[] bytes() {
        return write(ByteBuffer.allocate(LENGTH));
    }

    /** What the first code of a chain signs. */
    byte[] signed() {
        return write(ByteBuffer.allocate(PURPOSE.length + LENGTH).put(PURPOSE));
    }

    private byte[] write(ByteBuffer bytes) {
        return bytes.put(VERSION)
                .put(appKey.value().getBytes(StandardCharsets.US_ASCII))
                .putInt((int) issuedAt.getEpochSecond())
                .put(salt)
                .array();
    }
}
