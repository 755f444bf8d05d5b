package io.tallygate.hmac;

import java.util.ArrayDeque;
import java.util.Deque;

/** Dot segments and empty segments of a path, as they stand there: what is percent-encoded is neither (RFC 3986, 5.2.4). */
final class PathSegments {
    private PathSegments() {}

    /** Whether an absolute path has none. It may end in a slash. */
    static boolean isNormal(String path) {
        return !path.contains("//")
                && !path.contains("/./")
                && !path.contains("/../")
                && !path.endsWith("/.")
                && !path.endsWith("/..");
    }

    /** The absolute path without them; the same when there are none. */
    static String normalized(String path) {
        return isNormal(path) ? path : joined(kept(path), path.endsWith("/"));
    }

    private static Deque<String> kept(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (int from = 1, to; from <= path.length(); from = to + 1) {
            int slash = path.indexOf('/', from);
            to = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, to);
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        return kept;
    }

    private static String joined(Deque<String> segments, boolean slashAtEnd) {
        return segments.isEmpty() ? "/" : "/" + String.join("/", segments) + (slashAtEnd ? "/" : "");
    }
}
