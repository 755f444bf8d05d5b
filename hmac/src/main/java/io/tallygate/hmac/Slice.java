package io.tallygate.hmac;

/**
 * Some characters of a text, where they stand.
 *
 * @param from the first
 * @param to behind the last
 */
record Slice(String text, int from, int to) {
    boolean is(String other) {
        return length() == other.length() && text.startsWith(other, from);
    }

    boolean startsWith(String beginning) {
        return beginning.length() <= length() && text.startsWith(beginning, from);
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
