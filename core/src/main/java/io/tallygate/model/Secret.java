package io.tallygate.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Secret bytes that do not leak by accident: no text form, no serialization, compared in constant time. Thread-safe.
 */
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a secret must have at least one byte");
        }
        this.bytes = bytes;
    }

    /** Copies the bytes; the caller may wipe its own. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** The UTF-8 bytes of the text. */
    public static Secret ofUtf8(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. The name is meant to stand out in a review. */
    public byte[] reveal() {
        return bytes.clone();
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** Compares in time that depends on the lengths only. */
    public boolean matches(byte[] candidate) {
        return MessageDigest.isEqual(bytes, candidate);
    }

    /** Equal when the bytes are, compared in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && matches(that.bytes);
    }

    /** The same for every secret, so that it tells nothing. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
