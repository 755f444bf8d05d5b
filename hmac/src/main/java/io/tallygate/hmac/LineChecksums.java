package io.tallygate.hmac;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Short checksums of the lines of a signature base, one each, salted by the nonce: 16 bits of SHA-256. A signer sends them to
 * have it found out which line the gate sees otherwise. They tell that two lines differ, and of a line no more than a guess of
 * it could be checked by, which the request itself stands beside.
 */
final class LineChecksums {
    /** Where they stand, as one word of four hexadecimal digits for each line. */
    static final String FIELD = "Tallygate-Debug";

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 4;
    private static final int LONGEST_NAME = 64;

    private LineChecksums() {}

    /** @param base printable ASCII and line feeds */
    static String of(String base, String nonce) {
        StringBuilder all = new StringBuilder();
        base.lines().forEach(line -> all.append(all.isEmpty() ? "" : " ").append(checksum(line, nonce)));
        return all.toString();
    }

    private static String checksum(String line, String nonce) {
        MessageDigest digest = SignedDigest.digest("SHA-256");
        digest.update(nonce.getBytes(StandardCharsets.US_ASCII));
        byte[] hash = digest.digest(("\n" + line).getBytes(StandardCharsets.US_ASCII));
        return HEX.toHexDigits(ByteBuffer.wrap(hash).getShort());
    }

    /**
     * The components whose lines differ; null when the checksums are not of so many lines.
     *
     * @param sent the value of the field
     */
    static @Nullable List<String> differing(String sent, String base, String nonce) {
        String own = of(base, nonce);
        if (own.length() != sent.length()) {
            return null;
        }
        List<String> differing = new ArrayList<>();
        int at = 0;
        for (String line : base.lines().toList()) {
            if (!sent.startsWith(own.substring(at, at + DIGITS), at)) {
                differing.add(line.substring(0, Math.min(LONGEST_NAME, line.indexOf(": "))));
            }
            at += DIGITS + 1;
        }
        return differing;
    }
}
