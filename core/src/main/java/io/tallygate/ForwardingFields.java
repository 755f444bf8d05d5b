package io.tallygate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Forwarded} (RFC 7239) and the older {@code X-Forwarded-For} into hops, the caller's end first. Strict
 * and bounded: a field that breaks the grammar, or says too much, is one unknown hop.
 */
final class ForwardingFields {
    private static final int LONGEST = 4096;
    private static final int MOST_HOPS = 32;
    private static final List<Hop> UNKNOWN = List.of(Hop.UNKNOWN);

    private ForwardingFields() {}

    static List<Hop> xForwardedFor(List<String> lines) {
        if (tooLong(lines)) {
            return UNKNOWN;
        }
        List<Hop> hops = new ArrayList<>();
        for (String line : lines) {
            for (String element : parts(line)) {
                hops.add(Hop.of(element, null));
            }
        }
        return hops.size() > MOST_HOPS ? UNKNOWN : hops;
    }

    static List<Hop> forwarded(List<String> lines) {
        if (tooLong(lines)) {
            return UNKNOWN;
        }
        List<Hop> hops = new ArrayList<>();
        for (String line : lines) {
            if (!new Line(line).readInto(hops)) {
                return UNKNOWN;
            }
        }
        return hops.size() > MOST_HOPS ? UNKNOWN : hops;
    }

    /** The members of a plain list, without white space; an empty one stays, as it has no business there. */
    static List<String> parts(String line) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
            parts.add(line.substring(from, comma).strip());
            from = comma + 1;
        }
        parts.add(line.substring(from).strip());
        return parts;
    }

    private static boolean tooLong(List<String> lines) {
        int length = 0;
        for (String line : lines) {
            length += line.length() + 1;
            if (length > LONGEST) {
                return true;
            }
        }
        return false;
    }

    /** One {@code Forwarded} line: elements of {@code name=value} pairs, values being tokens or quoted strings. */
    private static final class Line {
        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        boolean readInto(List<Hop> hops) {
            do {
                Hop hop = element();
                if (hop == null) {
                    return false;
                }
                hops.add(hop);
            } while (skip(','));
            return at == text.length();
        }

        private @Nullable Hop element() {
            String node = null;
            String proto = null;
            Set<String> seen = new HashSet<>();
            do {
                spaces();
                String name = token().toLowerCase(Locale.ROOT);
                String value = name.isEmpty() || !skip('=') ? null : value();
                if (value == null || !seen.add(name)) {
                    return null;
                }
                node = name.equals("for") ? value : node;
                proto = name.equals("proto") ? value.toLowerCase(Locale.ROOT) : proto;
                spaces();
            } while (skip(';'));
            return node == null ? new Hop(null, proto) : Hop.of(node, proto);
        }

        private @Nullable String value() {
            if (!skip('"')) {
                String token = token();
                return token.isEmpty() ? null : token;
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    c = text.charAt(at++);
                }
                value.append(c);
            }
            return skip('"') ? value.toString() : null;
        }

        private String token() {
            int from = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private void spaces() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private boolean skip(char c) {
            boolean there = at < text.length() && text.charAt(at) == c;
            if (there) {
                at++;
            }
            return there;
        }

        /** A {@code tchar} of RFC 9110, 5.6.2. */
        private static boolean isTokenChar(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || (c < 0x7F && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        }
    }
}
