package io.tallygate.jwt;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) in one pass over its bytes, with nothing left to choice: {@link StrictText}, one value and then the
 * end, no duplicate name at any depth, bounded depth, bounded numbers.
 *
 * <p>Who reads asks for what is expected: {@link #beginObject}, {@link #nextMember} until there is none, of each member its
 * {@link #name} and its value. A value of another type is none, and still there. Behind the first fault there is nothing
 * more to read, and {@link #isWhole} is false at the end; so faults need be asked for only there. For one thread.
 *
 * <p>Nearly all of a token's JSON is text, most of it names that every token has. So a text is gone through once, to its
 * end; a known name is then told by its bytes, and becomes no text of its own.
 */
final class JsonReader {
    /** How deep objects and arrays may be nested. */
    static final int MAX_DEPTH = 32;

    private static final int MAX_NUMBER = 128;

    /** So many digits are a long, whatever they are. */
    private static final int MOST_DIGITS = 18;

    private static final int END = -1;

    private final byte[] json;
    private int at;
    private int depth;
    private boolean first;
    private boolean broken;
    private SeenNames names = new SeenNames();
    private String name = "";

    /** What was scanned last: the text between its quotes, or the number. */
    private int from;

    private int to;
    private boolean plain;

    JsonReader(byte[] json) {
        this.json = json;
    }

    /** Whether all was read that there is, and no fault was found. */
    boolean isWhole() {
        return peek() == END && !broken && depth == 0;
    }

    /** Whether a fault was found so far. */
    boolean isBroken() {
        return broken;
    }

    /** Enters the object that is here, if one is. */
    boolean beginObject() {
        if (!begin('{')) {
            return false;
        }
        names = names.inner();
        return true;
    }

    /** Enters the array that is here, if one is. */
    boolean beginArray() {
        return begin('[');
    }

    private boolean begin(char open) {
        if (peek() != open) {
            return false;
        }
        at++;
        first = true;
        return ++depth <= MAX_DEPTH || fail();
    }

    /** Goes to the value of the object's next member; leaves the object when there is none. */
    boolean nextMember() {
        if (!next('}')) {
            return false;
        }
        if (peek() != '"' || !scanText()) {
            return fail();
        }
        name = scannedName();
        if (!names.add(name) || peek() != ':') {
            return fail();
        }
        at++;
        return true;
    }

    private String scannedName() {
        String known = plain ? KnownNames.of(json, from, to) : null;
        return known == null ? scanned() : known;
    }

    /** Goes to the array's next element; leaves the array when there is none. */
    boolean nextElement() {
        return next(']');
    }

    private boolean next(char close) {
        int here = peek();
        boolean opened = first;
        first = false;
        if (here == close) {
            leave(close);
            return false;
        }
        if (opened) {
            return here != END || fail();
        }
        at++;
        return here == ',' || fail();
    }

    private void leave(char close) {
        at++;
        depth--;
        names = close == '}' ? names.outer() : names;
    }

    /** Of the member that {@link #nextMember} went to. */
    String name() {
        return name;
    }

    /** The text that is here; null when there is none. */
    @Nullable
    String text() {
        return peek() == '"' && scanText() ? scanned() : null;
    }

    /** The number that is here, as it is written; null when there is none. */
    @Nullable
    String number() {
        int here = peek();
        boolean number = here == '-' || isDigit(here);
        return number && scanNumber() ? scanned() : null;
    }

    /** The number that is here, if it is nothing but at most {@value #MOST_DIGITS} digits; else negative, and still there. */
    long digits() {
        int begin = at;
        if (!isDigit(peek()) || !scanNumber()) {
            return -1;
        }
        long value = 0;
        boolean digits = to - from <= MOST_DIGITS;
        for (int i = from; digits && i < to; i++) {
            digits = isDigit(json[i]);
            value = value * 10 + json[i] - '0';
        }
        at = digits ? to : begin;
        return digits ? value : -1;
    }

    /** Whether this word, {@code true}, {@code false} or {@code null}, is here; goes behind it. */
    boolean word(String word) {
        peek();
        for (int i = 0; i < word.length(); i++) {
            if (at + i == json.length || json[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    /** Goes behind the value that is here, whatever it is. */
    void skip() {
        switch (peek()) {
            case '{' -> skipObject();
            case '[' -> skipArray();
            case '"' -> scanText();
            case 't', 'f', 'n' -> skipWord();
            default -> scanNumber();
        }
    }

    private void skipObject() {
        beginObject();
        while (nextMember()) {
            skip();
        }
    }

    private void skipArray() {
        beginArray();
        while (nextElement()) {
            skip();
        }
    }

    private void skipWord() {
        if (!word("true") && !word("false") && !word("null")) {
            fail();
        }
    }

    /** Where the value begins that is here, to come back to it. */
    int mark() {
        return at;
    }

    /** Goes back to a value that was a text or a number. */
    void backTo(int mark) {
        at = broken ? at : mark;
    }

    /** The byte that is next but for white space, or {@link #END}. */
    private int peek() {
        while (at < json.length) {
            byte b = json[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xFF;
            }
            at++;
        }
        return END;
    }

    /** From quote to quote. */
    private boolean scanText() {
        from = at + 1;
        plain = true;
        int i = StrictText.plainEnd(json, from);
        while (i < json.length && json[i] != '"') {
            plain = false;
            int next = StrictText.afterSpecial(json, i);
            if (next == StrictText.NONE) {
                return fail();
            }
            i = StrictText.plainEnd(json, next);
        }
        if (i == json.length) {
            return fail();
        }
        to = i;
        at = i + 1;
        return true;
    }

    private String scanned() {
        return plain
                ? new String(json, from, to - from, StandardCharsets.ISO_8859_1)
                : StrictText.unescaped(json, from, to);
    }

    private boolean scanNumber() {
        from = at;
        plain = true;
        int i = at < json.length && json[at] == '-' ? at + 1 : at;
        i = i < json.length && json[i] == '0' ? i + 1 : afterDigits(i);
        if (i >= 0 && i < json.length && json[i] == '.') {
            i = afterDigits(i + 1);
        }
        if (i >= 0 && i < json.length && (json[i] | 0x20) == 'e') {
            boolean signed = i + 1 < json.length && (json[i + 1] == '-' || json[i + 1] == '+');
            i = afterDigits(signed ? i + 2 : i + 1);
        }
        if (i < 0 || i - from > MAX_NUMBER) {
            return fail();
        }
        to = i;
        at = i;
        return true;
    }

    /** The index behind the digits there, of which there must be one at least; negative when there is none. */
    private int afterDigits(int index) {
        int i = index;
        while (i < json.length && isDigit(json[i])) {
            i++;
        }
        return i > index ? i : StrictText.NONE;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private boolean fail() {
        broken = true;
        at = json.length;
        return false;
    }
}
