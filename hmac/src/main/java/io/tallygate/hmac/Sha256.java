package io.tallygate.hmac;

import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) as SigV4 spells it. */
final class Sha256 {
    /** The hash of nothing. */
    static final String OF_NOTHING = hex(new byte[0]);

    private Sha256() {}

    /** The hash in lower-case hex. */
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(SignedDigest.digest("SHA-256").digest(bytes));
    }
}
