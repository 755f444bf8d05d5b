package io.tallygate.hmac;

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

    /** Goes to the next member; false behind the last one, and where the field is broken. */
    boolean next() {
        if (at == text.length() && count > 0) {
            return false;
        }
        keyFrom = at;
        keyTo = StructuredFields.endOfKey(text, at);
        valueTo = keyTo == StructuredFields.NONE ? keyTo : StructuredFields.endOfValue(text, keyTo);
        count++;
        broken = valueTo == StructuredFields.NONE || count > MOST || !toNext();
        return !broken;
    }

    /** Moves to behind the comma, or to the end. */
    private boolean toNext() {
        int comma = endOfWhitespace(valueTo);
        if (comma == text.length()) {
            at = comma;
            return comma == valueTo;
        }
        at = endOfWhitespace(comma + 1);
        return text.charAt(comma) == ',' && at < text.length();
    }

    private int endOfWhitespace(int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end;
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

    /** Where the value begins, behind its {@code =} where it has one. */
    int valueFrom() {
        return valueTo > keyTo && text.charAt(keyTo) == '=' ? keyTo + 1 : keyTo;
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
