package io.tallygate.hmac;

import java.util.ArrayDeque;
import java.util.Deque;

/** Dot segments and empty segments of a path, as they stand there: what is percent-encoded is neither (RFC 3986, 5.2.4). */
final class PathSegments {
    private PathSegments() {}

    /** Whether an absolute path has none. It may end in a slash. */
    static boolean isNormal(Slice path) {
        boolean normal = true;
        for (int at = path.from() + 1; normal && at < path.to(); at++) {
            normal = path.text().charAt(at - 1) != '/' || isOrdinary(path, at);
        }
        return normal;
    }

    /** Whether the segment that begins there has characters, and is not of one or two dots. */
    private static boolean isOrdinary(Slice path, int from) {
        String text = path.text();
        char first = text.charAt(from);
        if (first != '.') {
            return first != '/';
        }
        int length = path.indexOf('/', from) - from;
        return length > 2 || (length == 2 && text.charAt(from + 1) != '.');
    }

    /** The absolute path without them; the same when there are none. */
    static String normalized(String path) {
        return isNormal(Slice.whole(path)) ? path : joined(kept(path), path.endsWith("/"));
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
