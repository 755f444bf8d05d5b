package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of the header fields that a SigV4 signature covers: lower case, sorted, each once, {@code host} among them. */
final class SignedHeaders {
    private static final String HOST = "host";
    private static final int MOST = 64;

    private final String list;
    private final List<String> names;

    /** What stands in front of the value of each; and behind the last value. */
    private final List<String> starts;

    private final String end;

    private SignedHeaders(String list, List<String> names) {
        this.list = list;
        this.names = names;
        this.starts = names.stream().map(name -> "\n" + name + ":").toList();
        this.end = "\n\n" + list;
    }

    /** Parses {@code host;x-amz-date}; null when it is not of that form. */
    static @Nullable SignedHeaders parse(String list) {
        List<String> names = new ArrayList<>();
        String before = "";
        for (int from = 0, to; from <= list.length(); from = to + 1) {
            int semicolon = list.indexOf(';', from);
            to = semicolon < 0 ? list.length() : semicolon;
            String name = list.substring(from, to);
            boolean field = from < to && Alphabet.FIELD_NAME.endIn(list, from, to) == to;
            if (!field || name.compareTo(before) <= 0 || names.size() == MOST) {
                return null;
            }
            names.add(name);
            before = name;
        }
        return names.contains(HOST) ? new SignedHeaders(list, names) : null;
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    /** All of them, as they are listed. */
    String list() {
        return list;
    }

    /**
     * Writes an end of a line, the lines of the fields, an empty one, and the list of their names. A host that is asked for a
     * field may itself sign something on this thread.
     *
     * @param authority what stands for the field {@code Host}
     * @return false when the request lacks one of them, or has one that is not of octets
     */
    boolean append(InboundRequest request, String authority, Octets out) {
        out.hold(true);
        try {
            return appendAll(request, authority, out);
        } finally {
            out.hold(false);
        }
    }

    private boolean appendAll(InboundRequest request, String authority, Octets out) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            out.add(starts.get(i));
            boolean whole = name.equals(HOST) ? appendTrimmed(authority, out) : append(request.headers(name), out);
            if (!whole) {
                return false;
            }
        }
        out.add(end);
        return true;
    }

    private static boolean append(List<String> lines, Octets out) {
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.add(',');
            }
            if (!appendTrimmed(lines.get(i), out)) {
                return false;
            }
        }
        return !lines.isEmpty();
    }

    /** Without white space at both ends, and with one space for each run of it inside, be it quoted or not. */
    private static boolean appendTrimmed(String value, Octets out) {
        int start = out.length();
        for (int at = 0, end; at < value.length(); at = end + 1) {
            end = wordEnd(value, at);
            if (end > at) {
                out.add(out.length() > start ? " " : "").add(value, at, end);
            }
            if (end < value.length() && value.charAt(end) != ' ' && value.charAt(end) != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Behind the octets that stand there and are no white space. */
    private static int wordEnd(String value, int from) {
        int at = from;
        while (at < value.length() && isOfWord(value.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isOfWord(char c) {
        return c > ' ' && c <= 0xFF && c != 0x7F;
    }
}
