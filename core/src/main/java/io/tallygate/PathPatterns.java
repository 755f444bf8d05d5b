package io.tallygate;

import io.tallygate.model.PlainPath;
import java.util.List;

/** Matches the raw path of a request target. A path that is not plain ({@link PlainPath}) matches nothing. */
final class PathPatterns {
    private PathPatterns() {}

    /** Whether the target's path has only one reading and is one of the patterns or below one. */
    static boolean matches(String target, List<String> patterns) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        if (!PlainPath.isPlain(target, end)) {
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
}
