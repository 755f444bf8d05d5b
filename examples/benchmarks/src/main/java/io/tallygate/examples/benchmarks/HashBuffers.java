package io.tallygate.examples.benchmarks;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's SHA-256 and HMAC in objects that are kept. For one thread. */
final class HashBuffers {
    private final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    private final Mac mac;
    private final byte[] result = new byte[32];

    HashBuffers(byte[] key) throws GeneralSecurityException {
        this.mac = mac(key);
    }

    byte[] hash(byte[] bytes) throws GeneralSecurityException {
        sha256.update(bytes);
        sha256.digest(result, 0, result.length);
        return result;
    }

    byte[] code(byte[] bytes) throws GeneralSecurityException {
        mac.update(bytes);
        mac.doFinal(result, 0);
        return result;
    }

    /** Once, without anything kept. */
    static byte[] code(byte[] key, String text) {
        try {
            return mac(key).doFinal(Signing.ascii(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Once, in hex. */
    static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }
}
