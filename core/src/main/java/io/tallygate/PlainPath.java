package io.tallygate;

import java.util.List;

/**
 * Matches the raw path of a request target. Because the host behind the gate may decode and normalize in its own way, a
 * path that could mean another one matches nothing: dot segments, empty segments, path parameters, backslashes, encoded
 * slashes, dots, backslashes, percent signs, semicolons and controls, and broken percent-encoding (RFC 3986, 2.1, 3.3).
 */
final class PlainPath {
    private PlainPath() {}

    /** Whether the target's path has only one reading and is one of the patterns or below one. */
    static boolean matches(String target, List<String> patterns) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        if (!isPlain(target, end)) {
            return false;
        }
        for (int i = 0; i < patterns.size(); i++) {
            if (matches(target, end, patterns.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String target, int end, String pattern) {
        if (pattern.endsWith("/*")) {
            int prefix = pattern.length() - 1;
            return prefix <= end && target.regionMatches(0, pattern, 0, prefix);
        }
        return pattern.length() == end && target.startsWith(pattern);
    }

    private static boolean isPlain(String target, int end) {
        if (end == 0 || target.charAt(0) != '/') {
            return false;
        }
        int segment = 1;
        for (int i = 1; i < end; i++) {
            char c = target.charAt(i);
            if (c == '/') {
                if (i == segment || isDots(target, segment, i)) {
                    return false;
                }
                segment = i + 1;
            } else if (c == '%' ? !isHarmlessOctet(target, i, end) : !isPlain(c)) {
                return false;
            }
        }
        return !isDots(target, segment, end);
    }

    private static boolean isPlain(char c) {
        return c > 0x20 && c < 0x7F && c != '\\' && c != ';' && c != '#';
    }

    private static boolean isDots(String target, int from, int to) {
        int length = to - from;
        return (length == 1 || length == 2) && target.charAt(from) == '.' && target.charAt(to - 1) == '.';
    }

    private static boolean isHarmlessOctet(String target, int percent, int end) {
        if (percent + 2 >= end) {
            return false;
        }
        int high = Character.digit(target.charAt(percent + 1), 16);
        int low = Character.digit(target.charAt(percent + 2), 16);
        int octet = high << 4 | low;
        return high >= 0 && low >= 0 && octet >= 0x20 && octet != 0x7F && "/\\.%;".indexOf(octet) < 0;
    }
}
