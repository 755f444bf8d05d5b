package io.tallygate.model;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of request targets that are to be logged. It finds more than any scheme accepts: who misspells the
 * parameter is refused, and has sent a secret all the same.
 */
public final class Redaction {
    private static final String SEPARATORS = "&;?#";

    private Redaction() {}

    /**
     * The target with {@code redacted} for the values of all parameters that somebody could take for that one: those that
     * differ from it in case, marks or percent-encoding only.
     */
    public static String redacted(String target, String parameter) {
        int query = target.indexOf('?') + 1;
        if (query == 0) {
            return target;
        }
        String meant = letters(parameter);
        StringBuilder safe = new StringBuilder(target.length()).append(target, 0, query);
        int at = query;
        while (at < target.length()) {
            int nameEnd = next(target, at, "=" + SEPARATORS);
            String name = letters(target.substring(at, nameEnd));
            boolean secret = name == null || name.equals(meant);
            int end = next(target, nameEnd, secret ? "&" : SEPARATORS);
            int after = Math.min(end + 1, target.length());
            safe.append(target, at, secret ? nameEnd : end);
            safe.append(secret ? "=redacted" : "").append(target, end, after);
            at = after;
        }
        return safe.toString();
    }

    private static int next(String text, int from, String ends) {
        int at = from;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /**
     * What a name comes down to: its letters and digits, without case, decoded as often as they were encoded. Null when
     * the encoding is broken, so that it may mean anything. One pass, however deep the encoding.
     */
    private static @Nullable String letters(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            for (; c == '%'; i += 2) {
                if (!isEncoded(name, i)) {
                    return null;
                }
                c = (char) HexFormat.fromHexDigits(name, i + 1, i + 3);
            }
            if (c < 0x80 && Character.isLetterOrDigit(c)) {
                letters.append(Character.toLowerCase(c));
            }
        }
        return letters.toString();
    }

    private static boolean isEncoded(String name, int percent) {
        return percent + 2 < name.length()
                && HexFormat.isHexDigit(name.charAt(percent + 1))
                && HexFormat.isHexDigit(name.charAt(percent + 2));
    }
}
