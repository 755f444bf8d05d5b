package io.tallygate.hmac;

import io.tallygate.model.PlainPath;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Which request targets may be signed: those of which there is one reading. The path must be plain ({@link PlainPath}); the
 * query may be anything of printable ASCII whose percent-encoding is whole.
 */
final class RequestTarget {
    private static final int LONGEST = 8 * 1024;

    private RequestTarget() {}

    /** Where the path ends: before the question mark. */
    static int pathTo(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target.length() : query;
    }

    /** What keeps a target from being signed; null when nothing does. */
    static @Nullable SignatureFault fault(String target) {
        if (target.length() > LONGEST) {
            return SignatureFault.TOO_LARGE;
        }
        int pathTo = pathTo(target);
        if (!PlainPath.isPlain(target, pathTo)) {
            return pathFault(target, pathTo);
        }
        return characterFault(target, pathTo);
    }

    /** The first thing that is not plain. */
    private static SignatureFault pathFault(String target, int to) {
        if (to == 0 || target.charAt(0) != '/') {
            return SignatureFault.PATH;
        }
        SignatureFault character = characterFault(target.substring(0, to), 0);
        if (character != null) {
            return character;
        }
        for (int from = 1; from <= to; ) {
            int slash = target.indexOf('/', from);
            int end = slash < 0 || slash > to ? to : slash;
            SignatureFault fault = segmentFault(target.substring(from, end), end == to);
            if (fault != null) {
                return fault;
            }
            from = end + 1;
        }
        return SignatureFault.BROKEN_ESCAPE; // nothing else is left: what is encoded is no UTF-8
    }

    private static @Nullable SignatureFault segmentFault(String segment, boolean last) {
        if (segment.isEmpty() && !last) {
            return SignatureFault.EMPTY_SEGMENT;
        }
        if (segment.equals(".") || segment.equals("..")) {
            return SignatureFault.DOT_SEGMENT;
        }
        if (segment.indexOf(';') >= 0) {
            return SignatureFault.PATH_PARAMETERS;
        }
        for (int at = segment.indexOf('%'); at >= 0; at = segment.indexOf('%', at + 1)) {
            int octet = HexFormat.fromHexDigits(segment, at + 1, at + 3);
            if (octet < 0x20 || octet == 0x7F || "/.\\%;?#".indexOf(octet) >= 0) {
                return SignatureFault.ENCODED_DELIMITER;
            }
        }
        return null;
    }

    private static @Nullable SignatureFault characterFault(String target, int from) {
        for (int at = Alphabet.TARGET.endIn(target, from);
                at < target.length();
                at = Alphabet.TARGET.endIn(target, at + 1)) {
            if (target.charAt(at) != '%') {
                return SignatureFault.TARGET_CHARACTER;
            }
            if (UriEncoding.decode(target, at, target.length()) < 0) {
                return SignatureFault.BROKEN_ESCAPE;
            }
        }
        return null;
    }
}
