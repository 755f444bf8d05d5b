package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/**
 * The compact serialization (RFC 7515, 3.1): three parts between two dots, each in its one spelling of base64url. The
 * payload alone may be empty, as far as the form goes. On the hot path: looks at characters where they stand.
 */
final class CompactForm {
    private CompactForm() {}

    /** What is wrong with these characters; null when they are a token in the one form that we accept. */
    static @Nullable Refusal fault(String text, int from, int to, int maxLength) {
        if (to - from > maxLength) {
            return Refusal.TOO_LARGE;
        }
        int first = text.indexOf('.', from);
        int second = first < 0 ? -1 : text.indexOf('.', first + 1);
        if (second < 0 || text.indexOf('.', second + 1) >= 0) {
            return Refusal.PARTS;
        }
        if (first == from || to == second + 1) {
            return Refusal.PARTS;
        }
        boolean canonical = Base64Url.isCanonical(text, from, first)
                && Base64Url.isCanonical(text, first + 1, second)
                && Base64Url.isCanonical(text, second + 1, to);
        return canonical ? null : Refusal.SPELLING;
    }
}
