package io.tallygate.servlet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as {@code application/x-www-form-urlencoded} writes them (WHATWG URL, 5.1), in the order they came in.
 * Read strictly: an escape that is broken or bytes that are no text refuse the whole form.
 */
final class FormParameters {
    /** How many there may be, repeated ones included: each costs far more memory than it has bytes. */
    static final int MAX_COUNT = 1_000;

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private int count;

    /**
     * Takes the pairs of one text behind those that are there.
     *
     * @param charset one in which ASCII is itself
     * @throws IllegalStateException when it is no form, or there are too many
     */
    void add(byte[] text, Charset charset) {
        for (int from = 0; from < text.length; ) {
            int to = indexOf('&', text, from, text.length);
            if (to > from) {
                addPair(text, from, to, charset);
            }
            from = to + 1;
        }
    }

    private void addPair(byte[] text, int from, int to, Charset charset) {
        if (++count > MAX_COUNT) {
            throw new IllegalStateException("a form may have at most " + MAX_COUNT + " parameters");
        }
        int equals = indexOf('=', text, from, to);
        String name = decoded(text, from, equals, charset);
        String value = decoded(text, Math.min(equals + 1, to), to, charset);
        values.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value);
    }

    /** Where the next of that character is; the end when there is none. */
    private static int indexOf(char wanted, byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != wanted) {
            at++;
        }
        return at;
    }

    private static String decoded(byte[] text, int from, int to, Charset charset) {
        ByteBuffer bytes = ByteBuffer.allocate(to - from);
        for (int at = from; at < to; at++) {
            if (text[at] == '%') {
                bytes.put(escaped(text, at, to));
                at += 2;
            } else {
                bytes.put(text[at] == '+' ? (byte) ' ' : text[at]);
            }
        }
        try {
            return charset.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a form has a parameter that is not in " + charset, e);
        }
    }

    private static byte escaped(byte[] text, int at, int to) {
        if (at + 2 >= to || !HexFormat.isHexDigit(text[at + 1]) || !HexFormat.isHexDigit(text[at + 2])) {
            throw new IllegalStateException("a form has a % without two hexadecimal digits behind it");
        }
        return (byte) (HexFormat.fromHexDigit(text[at + 1]) << 4 | HexFormat.fromHexDigit(text[at + 2]));
    }

    /** The first value of that name, or null. */
    @Nullable
    String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    /** All values of that name in order, or null. */
    String @Nullable [] all(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.toArray(String[]::new);
    }

    Enumeration<String> names() {
        return Collections.enumeration(values.keySet());
    }

    Map<String, String[]> toMap() {
        Map<String, String[]> map = new LinkedHashMap<>();
        values.forEach((name, all) -> map.put(name, all.toArray(String[]::new)));
        return Collections.unmodifiableMap(map);
    }
}
