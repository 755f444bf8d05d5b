package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/**
 * One covered component with its parameters (RFC 9421, 2.1, 2.2.8, 2.4).
 *
 * @param name without quotes
 * @param ofRequest {@code req}: taken of the request that a response answers
 * @param wrapped {@code bs}: each field line as a byte sequence
 * @param query {@code name}: of which query parameter
 */
record Component(
        Slice name,
        boolean ofRequest,
        boolean wrapped,
        @Nullable Slice query) {
    static final String STATUS = "@status";
    static final String QUERY_PARAMETER = "@query-param";

    /**
     * The one that a walk has come to.
     *
     * @return null for what is no component, or has parameters that nobody verifies here: {@code sf} and {@code key}, which
     *     read a field, and {@code tr}
     */
    static @Nullable Component at(Components components) {
        Component component = read(components.name(), components.parameters());
        return component != null && component.isKnown() ? component : null;
    }

    private static @Nullable Component read(Slice name, Slice parameters) {
        boolean ofRequest = false;
        boolean wrapped = false;
        Slice query = null;
        int at = parameters.from();
        while (at < parameters.to()) {
            int key = StructuredFields.endOfKey(parameters.text(), at + 1);
            int end = key < parameters.to() && parameters.text().charAt(key) == '='
                    ? StructuredFields.endOfItem(parameters.text(), key + 1)
                    : key;
            Slice parameter = new Slice(parameters.text(), at, end);
            if (parameter.is(";req") && !ofRequest) {
                ofRequest = true;
            } else if (parameter.is(";bs") && !wrapped) {
                wrapped = true;
            } else if (parameter.startsWith(";name=\"") && query == null) {
                query = new Slice(parameters.text(), key + 2, end - 1);
            } else {
                return null;
            }
            at = end;
        }
        return new Component(name, ofRequest, wrapped, query);
    }

    private boolean isKnown() {
        if (isField()) {
            return query == null && name.length() > 0 && Alphabet.FIELD_NAME.spells(name);
        }
        if (wrapped) {
            return false;
        }
        return name.is(QUERY_PARAMETER)
                ? query != null
                : query == null && (name.is(STATUS) || Derived.named(name) != null);
    }

    boolean isField() {
        return !name.startsWith("@");
    }
}
