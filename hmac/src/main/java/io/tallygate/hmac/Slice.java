package io.tallygate.hmac;

/**
 * Some characters of a text, where they stand.
 *
 * @param from the first
 * @param to behind the last
 */
record Slice(String text, int from, int to) {
    /** All of a text. */
    static Slice whole(String text) {
        return new Slice(text, 0, text.length());
    }

    boolean is(String other) {
        return length() == other.length() && text.startsWith(other, from);
    }

    boolean startsWith(String beginning) {
        return beginning.length() <= length() && text.startsWith(beginning, from);
    }

    /** Where that character stands, from a place on; the end when it does not. */
    int indexOf(char c, int at) {
        int found = text.indexOf(c, at);
        return found < 0 || found > to ? to : found;
    }

    int length() {
        return to - from;
    }

    /** A copy of the characters. */
    @Override
    public String toString() {
        return text.substring(from, to);
    }
}
