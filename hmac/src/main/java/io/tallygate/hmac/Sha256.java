package io.tallygate.hmac;

import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) as SigV4 spells it, by a digest that each thread keeps. */
final class Sha256 {
    private static final ThreadLocal<MessageDigest> OF_THREAD =
            ThreadLocal.withInitial(() -> SignedDigest.digest("SHA-256"));

    /** The hash of nothing. */
    static final String OF_NOTHING = hex(new byte[0]);

    private Sha256() {}

    /** The hash in lower-case hex. */
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes, 0, bytes.length));
    }

    /** The hash of so many bytes from an offset on. */
    static byte[] of(byte[] bytes, int offset, int length) {
        MessageDigest digest = OF_THREAD.get();
        digest.update(bytes, offset, length);
        return digest.digest();
    }
}
