package io.tallygate.jwt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes that every Java platform has. */
final class Digests {
    private Digests() {}

    static MessageDigest named(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        return named("SHA-256").digest(bytes);
    }
}
