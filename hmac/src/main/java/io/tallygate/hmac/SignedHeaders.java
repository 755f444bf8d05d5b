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

    private SignedHeaders(String list, List<String> names) {
        this.list = list;
        this.names = names;
    }

    /** Parses {@code host;x-amz-date}; null when it is not of that form. */
    static @Nullable SignedHeaders parse(String list) {
        List<String> names = new ArrayList<>();
        String before = "";
        for (int from = 0, to; from <= list.length(); from = to + 1) {
            int semicolon = list.indexOf(';', from);
            to = semicolon < 0 ? list.length() : semicolon;
            String name = list.substring(from, to);
            if (!isFieldName(name) || name.compareTo(before) <= 0 || names.size() == MOST) {
                return null;
            }
            names.add(name);
            before = name;
        }
        return names.contains(HOST) ? new SignedHeaders(list, names) : null;
    }

    /** A token in lower case (RFC 9110, 5.6.2). */
    private static boolean isFieldName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean tchar = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!tchar) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    /**
     * Writes the lines of the fields, an empty one, and the list of their names.
     *
     * @param authority what stands for the field {@code Host}
     * @return false when the request lacks one of them, or has one that is not of octets
     */
    boolean append(InboundRequest request, String authority, StringBuilder out) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            out.append(name).append(':');
            List<String> lines = name.equals(HOST) ? List.of(authority) : request.headers(name);
            if (!append(lines, out)) {
                return false;
            }
            out.append('\n');
        }
        out.append('\n').append(list);
        return true;
    }

    private static boolean append(List<String> lines, StringBuilder out) {
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            if (!appendTrimmed(lines.get(i), out)) {
                return false;
            }
        }
        return !lines.isEmpty();
    }

    /** Without white space at both ends, and with one space for each run of it inside, be it quoted or not. */
    private static boolean appendTrimmed(String value, StringBuilder out) {
        int start = out.length();
        boolean gap = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                gap = out.length() > start;
            } else if (c < ' ' || c == 0x7F || c > 0xFF) {
                return false;
            } else {
                out.append(gap ? " " : "").append(c);
                gap = false;
            }
        }
        return true;
    }
}
