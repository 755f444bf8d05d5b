package io.tallygate.hmac;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How hosts name components: {@code @method}, {@code Content-Type}, or a whole identifier such as {@code "@path";req}. */
final class ComponentNames {
    private ComponentNames() {}

    /**
     * The identifiers, each once, in order.
     *
     * @throws IllegalArgumentException when one is none that can be signed here
     */
    static Set<String> identifiers(String... names) {
        Set<String> identifiers = new LinkedHashSet<>();
        for (String name : names) {
            String identifier = name.startsWith("\"") ? name : '"' + name.toLowerCase(Locale.ROOT) + '"';
            Slice list = new Slice("(" + identifier + ")", 0, identifier.length() + 2);
            SignatureParameters read = SignatureParameters.read(list);
            Components components = new Components(list);
            if (read == null || !components.next() || Component.at(components) == null || components.next()) {
                throw new IllegalArgumentException("component must be a name such as @method or content-type, or an"
                        + " identifier such as \"@path\";req, was " + name);
            }
            identifiers.add(identifier);
        }
        return identifiers;
    }

    /** The list of them, in parentheses. */
    static String list(Iterable<String> identifiers) {
        return "(" + String.join(" ", identifiers) + ")";
    }
}
