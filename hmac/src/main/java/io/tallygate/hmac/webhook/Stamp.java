package io.tallygate.hmac.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a message is sent with beside its body.
 *
 * @param id see {@link Webhooks#sign(String, byte[])}
 * @param epochSecond of this attempt
 */
record Stamp(String id, long epochSecond) {
    private static final int LONGEST_ID = 256;
    private static final int MOST_DIGITS = 12;

    Stamp {
        if (!isId(id)) {
            throw new IllegalArgumentException("id must have 1 to " + LONGEST_ID
                    + " characters of visible ASCII (0x21 to 0x7E) and no full stop, had " + id.length()
                    + " characters");
        }
    }

    /** Whether a text may name a message. A full stop ends it in what is signed; within it, there were two readings. */
    static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_ID
                && text.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '.');
    }

    /** The seconds since 1970 that a text spells in ASCII digits, without a zero in front; null when it does not. */
    static @Nullable Instant timestamp(String text) {
        boolean well = !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return well ? Instant.ofEpochSecond(Long.parseLong(text)) : null;
    }
}
