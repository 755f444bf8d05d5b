package io.tallygate.model;

/** Bounds on text that comes from outside. Messages name the field and the rule, never the text: it may be a secret. */
final class Text {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

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

    /** Accepts up to {@code max} visible ASCII characters and spaces. */
    static String printableAscii(String field, String text, int max) {
        if (text.length() > max || !text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException(field + " must have at most " + max
                    + " characters of printable ASCII (0x20 to 0x7E), had " + text.length() + " characters");
        }
        return text;
    }

    /**
     * Accepts at most {@code max} UTF-16 units of text that stands in one line and says what it shows: no control
     * characters, no line or paragraph separators, no half surrogates, and of the invisible format characters only the
     * joiners that scripts and emoji need, so nothing that turns the direction of writing.
     */
    static String forPeople(String field, String text, int max) {
        if (text.length() > max) {
            throw new IllegalArgumentException(
                    field + " must have at most " + max + " characters, had " + text.length());
        }
        if (!text.codePoints().allMatch(Text::isShown)) {
            throw new IllegalArgumentException(field + " must have no control or other invisible characters");
        }
        return text;
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
