package io.tallygate.hmac;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Parses lists of signed fields, and keeps those that came last, one of each length below {@value #LENGTHS}: clients sign the
 * same fields again and again. What strangers put in here takes the place of others, which costs these a second parsing.
 * Thread-safe.
 */
final class SignedHeaderLists {
    private static final int LENGTHS = 256;

    private final AtomicReferenceArray<@Nullable SignedHeaders> last = new AtomicReferenceArray<>(LENGTHS);

    /** Null when it is no such list. */
    @Nullable
    SignedHeaders parse(Slice list) {
        SignedHeaders known = list.length() < LENGTHS ? last.get(list.length()) : null;
        return known != null && list.is(known.list()) ? known : parse(list.toString());
    }

    private @Nullable SignedHeaders parse(String list) {
        SignedHeaders parsed = SignedHeaders.parse(list);
        if (parsed != null && list.length() < LENGTHS) {
            last.set(list.length(), parsed);
        }
        return parsed;
    }
}
