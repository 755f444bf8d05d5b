package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the members of a dictionary (RFC 9651, 4.2.2), of which nothing is copied. Stricter than the RFC in that no
 * white space surrounds the whole. For one thread.
 */
final class Members {
    private static final int MOST = 32;

    private final String text;
    private int at;
    private int count;
    private boolean broken;
    private int keyFrom;
    private int keyTo;
    private int valueTo;

    Members(String text) {
        this.text = text;
    }

    /**
     * Goes to the key of the next member, whose value is then to be ended in one of the ways below; false behind the last
     * one, and where the field is broken.
     */
    boolean nextKey() {
        if (broken || (at == text.length() && count > 0)) {
            return false;
        }
        keyFrom = at;
        keyTo = StructuredFields.endOfKey(text, at);
        count++;
        broken = keyTo == StructuredFields.NONE || count > MOST;
        return !broken;
    }

    /** Finds where the value ends, whatever it is; false where the field is broken. */
    boolean endValue() {
        int end = StructuredFields.endOfValue(text, keyTo);
        broken = end == StructuredFields.NONE || !endValueAt(end);
        return !broken;
    }

    /** Takes a value for read that was found to end there; false when neither a member follows nor the end. */
    boolean endValueAt(int end) {
        int comma = endOfWhitespace(end);
        boolean last = comma == text.length();
        int next = last ? comma : endOfWhitespace(comma + 1);
        if (last ? comma > end : text.charAt(comma) != ',' || next == text.length()) {
            return false;
        }
        valueTo = end;
        at = next;
        return true;
    }

    private int endOfWhitespace(int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end;
    }

    /**
     * Ends the value as {@link #endValue()} does, in one pass when it is a byte sequence of that length.
     *
     * @return the bytes; null when it is something else
     */
    byte @Nullable [] endBytes(int length) {
        int to = valueFrom() + ByteSequence.characters(length);
        byte[] bytes = hasValue() && to <= text.length() ? ByteSequence.decode(text, valueFrom(), to, length) : null;
        if (bytes != null && endValueAt(to)) {
            return bytes;
        }
        endValue();
        return null;
    }

    /** Whether the field breaks the grammar, or has more than {@value #MOST} members. */
    boolean broken() {
        return broken;
    }

    int keyFrom() {
        return keyFrom;
    }

    int keyTo() {
        return keyTo;
    }

    boolean hasValue() {
        return text.startsWith("=", keyTo);
    }

    /** Where the value begins, behind its {@code =} where it has one. */
    int valueFrom() {
        return hasValue() ? keyTo + 1 : keyTo;
    }

    int valueTo() {
        return valueTo;
    }

    /** Whether the member has the name that stands in another text. */
    boolean named(String other, int from, int to) {
        return to - from == keyTo - keyFrom && text.regionMatches(keyFrom, other, from, to - from);
    }

    boolean named(String name) {
        return named(name, 0, name.length());
    }
}
