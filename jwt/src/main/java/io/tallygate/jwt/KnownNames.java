package io.tallygate.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names that nearly every token has, told by their bytes, so that reading one makes no text. A hash table, open to nobody:
 * by the first eight bytes as one word, which is all of most names.
 */
final class KnownNames {
    private static final int SLOT_BITS = 6;
    private static final @Nullable Known[] SLOTS = new Known[1 << SLOT_BITS];

    /** @param next another of the same slot */
    private record Known(
            String name, byte[] bytes, long head, @Nullable Known next) {
        boolean is(byte[] json, int from, int to, long itsHead) {
            return head == itsHead
                    && bytes.length == to - from
                    && (bytes.length <= Long.BYTES
                            || Arrays.equals(bytes, Long.BYTES, bytes.length, json, from + Long.BYTES, to));
        }
    }

    static {
        List.of(
                        "alg",
                        "kid",
                        "typ",
                        "iss",
                        "sub",
                        "aud",
                        "exp",
                        "nbf",
                        "iat",
                        "jti",
                        "scope",
                        "scp",
                        "client_id",
                        "azp")
                .forEach(KnownNames::add);
    }

    private KnownNames() {}

    private static void add(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        long head = head(bytes, 0, bytes.length);
        SLOTS[slot(head)] = new Known(name, bytes, head, SLOTS[slot(head)]);
    }

    /** The known name that these bytes are; null when they are none. */
    static @Nullable String of(byte[] json, int from, int to) {
        long head = head(json, from, to);
        Known known = SLOTS[slot(head)];
        while (known != null && !known.is(json, from, to, head)) {
            known = known.next();
        }
        return known == null ? null : known.name();
    }

    /** The first eight bytes, or as many as there are and zeros. */
    private static long head(byte[] bytes, int from, int to) {
        int length = to - from;
        if (from + Long.BYTES > bytes.length) {
            return Words.at(Arrays.copyOfRange(bytes, from, from + Long.BYTES), 0) & firstBytes(length);
        }
        return Words.at(bytes, from) & firstBytes(length);
    }

    private static long firstBytes(int count) {
        return count < Long.BYTES ? (1L << (count * Byte.SIZE)) - 1 : -1L;
    }

    private static int slot(long head) {
        return (int) ((head * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - SLOT_BITS)); // Fibonacci hashing
    }
}
