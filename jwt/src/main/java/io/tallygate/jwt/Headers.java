package io.tallygate.jwt;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers, and keeps those of proven tokens: an issuer writes the same few for millions of tokens. A stranger can
 * put nothing in, and so push nothing out. Bounded by {@value #SLOTS} headers of {@value #LONGEST} characters; two that
 * fall into one slot take turns. Thread-safe.
 */
final class Headers {
    private static final int SLOTS = 256;
    private static final int LONGEST = 512;

    private final AtomicReferenceArray<@Nullable Kept> slots = new AtomicReferenceArray<>(SLOTS);

    private record Kept(String text, JwsHeader header) {}

    /** The header, or why there is none. */
    Outcome read(HeaderText text) {
        Kept kept = slots.get(slot(text));
        return kept != null && text.spells(kept.text) ? kept.header : JwsHeader.read(text.decoded());
    }

    /** Remembers the header of a token whose signature is proven. */
    void keep(HeaderText text, JwsHeader header) {
        int slot = slot(text);
        Kept kept = slots.get(slot);
        if (text.length() <= LONGEST && (kept == null || !text.spells(kept.text))) {
            slots.set(slot, new Kept(text.copy(), header));
        }
    }

    private static int slot(HeaderText text) {
        int hash = text.sample() * 0x9E3779B9; // Fibonacci hashing: the upper bits are the mixed ones
        return hash >>> 24;
    }
}
