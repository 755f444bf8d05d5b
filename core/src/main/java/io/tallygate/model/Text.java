package io.tallygate.model;

/** Bounds on text that comes from outside. Messages name the field and the rule, never the text: it may be a secret. */
final class Text {
    private Text() {}

    /** Accepts 1 to {@code max} visible ASCII characters (0x21 to 0x7E). */
    static String visibleAscii(String field, String text, int max) {
        if (text.isEmpty() || text.length() > max) {
            throw new IllegalArgumentException(field + " must have 1 to " + max + " characters, had " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x21 || c > 0x7E) {
                throw new IllegalArgumentException(
                        field + " must be visible ASCII (0x21 to 0x7E), was not at index " + i);
            }
        }
        return text;
    }
}
