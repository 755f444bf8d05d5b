package io.tallygate.hmac;

import io.tallygate.model.BodyCheck;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The body that {@code Content-Digest} names (RFC 9530, 2). Of several digests, all of which the caller has signed, one is
 * computed: SHA-256, or else SHA-512.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignedDigest(String algorithm, byte[] expected, long maxBytes) implements BodyCheck {
    /** What is asked for (RFC 9530, 4): the higher, the rather. */
    static final String WANTED = "sha-256=10, sha-512=5";

    /** The body of that value; null when the value is broken or has neither digest. */
    static @Nullable SignedDigest of(String value, long maxBytes) {
        byte[] sha256 = null;
        byte[] sha512 = null;
        Members members = new Members(value);
        while (members.nextKey()) {
            if (members.named("sha-256")) {
                sha256 = members.endBytes(32);
            } else if (members.named("sha-512")) {
                sha512 = members.endBytes(64);
            } else {
                members.endValue();
            }
        }
        if (members.broken()) {
            return null;
        }
        if (sha256 != null) {
            return new SignedDigest("SHA-256", sha256, maxBytes);
        }
        return sha512 == null ? null : new SignedDigest("SHA-512", sha512, maxBytes);
    }

    /** The value for a body. */
    static String valueFor(byte[] body) {
        return value(digest("SHA-256").digest(body));
    }

    /** The value for a body with that digest. */
    static String value(byte[] sha256) {
        return "sha-256=" + ByteSequence.encode(sha256);
    }

    @Override
    public Running begin() {
        MessageDigest digest = digest(algorithm);
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public boolean matches() {
                return MessageDigest.isEqual(digest.digest(), expected);
            }
        };
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return "SignedDigest[" + algorithm + "]";
    }
}
