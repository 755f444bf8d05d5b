package io.tallygate.hmac;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Parses lists of signed fields, and keeps those that came last, one of each length: clients sign the same fields again and
 * again. What strangers put in here takes the place of others, which costs these a second parsing. Thread-safe.
 */
final class SignedHeaderLists {
    private static final int PLACES = 256;

    private final AtomicReferenceArray<@Nullable SignedHeaders> last = new AtomicReferenceArray<>(PLACES);

    /** Null when it is no such list. */
    @Nullable
    SignedHeaders parse(Slice list) {
        int place = list.length() % PLACES;
        SignedHeaders known = last.get(place);
        return known != null && list.is(known.list()) ? known : parse(list.toString(), place);
    }

    private @Nullable SignedHeaders parse(String list, int place) {
        SignedHeaders parsed = SignedHeaders.parse(list);
        if (parsed != null) {
            last.set(place, parsed);
        }
        return parsed;
    }
}
