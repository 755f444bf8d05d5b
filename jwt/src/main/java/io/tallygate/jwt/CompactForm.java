package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/**
 * The compact serialization (RFC 7515, 3.1): three parts between two dots, each in its one spelling of base64url. The
 * payload alone may be empty, as far as the form goes.
 */
final class CompactForm {
    private CompactForm() {}

    /**
     * What is wrong with the text from there to its end; null when it has three parts and is short enough. On the hot path:
     * looks for dots only.
     */
    static @Nullable Refusal fault(String text, int from, int maxLength) {
        if (text.length() - from > maxLength) {
            return Refusal.TOO_LARGE;
        }
        int first = text.indexOf('.', from);
        int second = first < 0 ? -1 : text.indexOf('.', first + 1);
        boolean three =
                first > from && second > first && second + 1 < text.length() && text.indexOf('.', second + 1) < 0;
        return three ? null : Refusal.PARTS;
    }
}
