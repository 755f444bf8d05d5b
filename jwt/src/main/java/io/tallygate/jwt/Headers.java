package io.tallygate.jwt;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers, and keeps those of verified tokens: an issuer writes the same few for millions of tokens. A stranger can
 * put nothing in, and so push nothing out. Bounded by {@value #SLOTS} headers of {@value #LONGEST} characters; two that
 * fall into one slot take turns. Thread-safe.
 */
final class Headers {
    private static final int SLOTS = 256;
    private static final int LONGEST = 512;

    private final AtomicReferenceArray<@Nullable Kept> slots = new AtomicReferenceArray<>(SLOTS);

    private record Kept(String text, JwsHeader header) {}

    /** The header, or why there is none; of whatever characters. */
    Outcome read(HeaderText text) {
        JwsHeader kept = kept(text);
        if (kept != null) {
            return kept;
        }
        return text.isWellSpelled() ? HeaderReader.read(text.decoded()) : Refusal.SPELLING;
    }

    /** The header, if it is kept. */
    @Nullable
    JwsHeader kept(HeaderText text) {
        Kept kept = slots.get(slot(text));
        return kept != null && text.spells(kept.text) ? kept.header : null;
    }

    /** Remembers the header of a verified token. */
    void keep(HeaderText text, JwsHeader header) {
        if (text.length() <= LONGEST) {
            slots.set(slot(text), new Kept(text.copy(), header));
        }
    }

    private static int slot(HeaderText text) {
        int hash = text.sample() * 0x9E3779B9; // Fibonacci hashing: the upper bits are the mixed ones
        return hash >>> 24;
    }
}
