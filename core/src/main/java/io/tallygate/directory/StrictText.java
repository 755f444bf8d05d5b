package io.tallygate.directory;

import java.util.ArrayList;
import java.util.List;

/**
 * The text form in which records stand in a database: lines of words, the first line a version. Every character outside
 * visible ASCII, and the backslash, is written as a backslash and four hexadecimal digits of its UTF-16 unit; so no
 * word can hold a space or end a line, whatever it says.
 */
final class StrictText {
    private static final char ESCAPE = '\\';

    private StrictText() {}

    /** Parts at every one of that character, keeping empty parts. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    static String escape(String word) {
        StringBuilder safe = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c > 0x20 && c < 0x7F && c != ESCAPE) {
                safe.append(c);
            } else {
                safe.append(String.format("\\%04x", (int) c));
            }
        }
        return safe.toString();
    }

    /** @throws IllegalArgumentException when an escape is broken; that it is needed is for the caller to check */
    static String unescape(String word) {
        StringBuilder text = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == ESCAPE) {
                if (word.length() < i + 5) {
                    throw new IllegalArgumentException("broken escape");
                }
                c = (char) Integer.parseInt(word, i + 1, i + 5, 16);
                i += 4;
            }
            text.append(c);
        }
        return text.toString();
    }
}
