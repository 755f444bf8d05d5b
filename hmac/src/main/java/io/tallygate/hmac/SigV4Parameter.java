package io.tallygate.hmac;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter as SigV4 spells it: name and value decoded and encoded anew, so that each has one spelling. A plus
 * sign is one, not a space.
 *
 * @param value empty, too, when the parameter had no equals sign
 */
record SigV4Parameter(String name, String value) {
    /** By name and then by value: joined by an equals sign, {@code q} would come behind {@code q.parser}. */
    static final Comparator<SigV4Parameter> ORDER =
            Comparator.comparing(SigV4Parameter::name).thenComparing(SigV4Parameter::value);

    /** The parameters of a query, in its order; null when one has no name, or is not encoded as it must be. */
    static @Nullable List<SigV4Parameter> all(String query) {
        List<SigV4Parameter> all = new ArrayList<>();
        for (int from = 0, to; from <= query.length() && !query.isEmpty(); from = to + 1) {
            int ampersand = query.indexOf('&', from);
            to = ampersand < 0 ? query.length() : ampersand;
            SigV4Parameter parameter = between(query, from, to);
            if (parameter == null) {
                return null;
            }
            all.add(parameter);
        }
        return all;
    }

    private static @Nullable SigV4Parameter between(String query, int from, int to) {
        int equals = query.indexOf('=', from);
        int nameEnd = equals < 0 || equals > to ? to : equals;
        String name = recoded(query, from, nameEnd);
        String value = recoded(query, Math.min(nameEnd + 1, to), to);
        return name == null || name.isEmpty() || value == null ? null : new SigV4Parameter(name, value);
    }

    private static @Nullable String recoded(String text, int from, int to) {
        Octets out = new Octets(3 * (to - from));
        return UriEncoding.respell(text, from, to, out) ? out.text() : null;
    }

    /** The value's octets. */
    String decoded() {
        if (value.indexOf('%') < 0) {
            return value;
        }
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            boolean encoded = value.charAt(i) == '%';
            out.append(encoded ? (char) UriEncoding.decode(value, i, value.length()) : value.charAt(i));
            i += encoded ? 2 : 0;
        }
        return out.toString();
    }
}
