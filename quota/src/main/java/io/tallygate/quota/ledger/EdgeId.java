package io.tallygate.quota.ledger;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Names one edge: one state directory in its own place. A copied directory is another edge.
 *
 * @param value 32 lower-case hexadecimal digits, 128 random bits
 */
public record EdgeId(String value) {
    /** @throws IllegalArgumentException when the value has another form */
    public EdgeId {
        if (value.length() != 32 || !value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("edge id must be 32 lower-case hexadecimal digits");
        }
    }

    /** A new one. */
    public static EdgeId random(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new EdgeId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
