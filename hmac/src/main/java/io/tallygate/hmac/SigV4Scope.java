package io.tallygate.hmac;

import java.nio.charset.StandardCharsets;

/**
 * Where signatures are good: those of another region or service are made with other keys.
 *
 * @param dialect whose names they use
 * @param region 1 to 64 letters, digits and {@code - _ .}
 * @param service likewise
 */
record SigV4Scope(SigV4Dialect dialect, String region, String service) {
    private static final int DAY = 8;

    /** @throws IllegalArgumentException when a name breaks the rule above */
    SigV4Scope {
        requireName("region", region);
        requireName("service", service);
    }

    private static void requireName(String what, String name) {
        boolean legal =
                name.length() <= 64 && name.chars().allMatch(c -> c != '~' && UriEncoding.isUnreserved((char) c));
        if (name.isEmpty() || !legal) {
            throw new IllegalArgumentException(what + " must be 1 to 64 letters, digits or - _ . , was " + name);
        }
    }

    /** What follows the day: {@code /eu-1/orders/aws4_request}. */
    String behindDay() {
        return "/" + region + "/" + service + "/" + dialect.terminator();
    }

    /**
     * The key that one secret gives for one day: each step tells the next one nothing of what it was made from.
     *
     * @param day as {@code 20260131}
     */
    MacKey key(byte[] secret, String day) {
        byte[] prefix = bytes(dialect.secretPrefix());
        byte[] first = new byte[prefix.length + secret.length];
        System.arraycopy(prefix, 0, first, 0, prefix.length);
        System.arraycopy(secret, 0, first, prefix.length, secret.length);
        MacKey ofDay = new MacKey(new MacKey(first).sign(bytes(day)));
        MacKey ofRegion = new MacKey(ofDay.sign(bytes(region)));
        MacKey ofService = new MacKey(ofRegion.sign(bytes(service)));
        return new MacKey(ofService.sign(bytes(dialect.terminator())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What is signed in the end. */
    byte[] toSign(String time, String canonicalRequest) {
        String hash = Sha256.hex(canonicalRequest.getBytes(StandardCharsets.ISO_8859_1));
        return bytes(dialect.algorithm() + "\n" + time + "\n" + time.substring(0, DAY) + behindDay() + "\n" + hash);
    }
}
