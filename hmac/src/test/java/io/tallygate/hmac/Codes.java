package io.tallygate.hmac;

import java.util.Random;

/** Codes as HMAC-SHA256 makes them for requests that differ: 32 bytes that look random. Not thread-safe. */
final class Codes {
    private final Random random;

    Codes(long seed) {
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] code = new byte[MacKey.LENGTH];
        random.nextBytes(code);
        return code;
    }
}
