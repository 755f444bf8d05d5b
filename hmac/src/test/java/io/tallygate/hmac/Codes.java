package io.tallygate.hmac;

/** Codes as HMAC-SHA256 makes them for requests that differ: 32 bytes, far apart. Not thread-safe. */
final class Codes {
    private long made;

    /** That of another request. */
    byte[] next() {
        return of(made++, new byte[MacKey.LENGTH]);
    }

    /** That of one of many numbered requests, written to an array. */
    static byte[] of(long request, byte[] code) {
        for (int i = 0; i < code.length; i++) {
            long word = (request * 4 + i / Long.BYTES + 1) * 0x9E3779B97F4A7C15L;
            code[i] = (byte) (word >>> (i % Long.BYTES * Byte.SIZE));
        }
        return code;
    }
}
