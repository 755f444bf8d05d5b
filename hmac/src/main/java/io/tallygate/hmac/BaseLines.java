package io.tallygate.hmac;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a signature is made over: a line for each covered component, and one for the parameters (RFC 9421, 2.5).
 *
 * <p>Values are taken as they are on the wire. A field is what its lines say, each without the white space around it,
 * joined by a comma and a space (2.1).
 */
final class BaseLines {
    private BaseLines() {}

    /**
     * Writes the whole base, anew.
     *
     * @return why there is none, or null
     */
    static @Nullable SignatureFault write(SignatureBase base, SignatureParameters signature, HttpMessage message) {
        base.clear();
        Components components = signature.components();
        while (components.next()) {
            SignatureFault fault = line(base, components, message);
            if (fault != null) {
                return fault;
            }
        }
        base.add("\"@signature-params\": ").add(signature.whole());
        return base.broken() ? SignatureFault.COMPONENT_VALUE : null;
    }

    private static @Nullable SignatureFault line(SignatureBase base, Components components, HttpMessage message) {
        components.addIdentifier(base);
        base.add(": ");
        SignatureFault fault = value(base, components, message);
        base.endLine();
        return fault;
    }

    /** The usual components first, without garbage. */
    private static @Nullable SignatureFault value(SignatureBase base, Components components, HttpMessage message) {
        if (message instanceof HttpMessage.Request request) {
            Derived derived = Derived.at(components);
            if (derived != null) {
                derived.write(base, request);
                return null;
            }
        }
        Component component = Component.at(components);
        if (component == null) {
            return SignatureFault.COMPONENT;
        }
        return component.isField() ? field(base, component, message) : derived(base, component, message);
    }

    private static @Nullable SignatureFault derived(SignatureBase base, Component component, HttpMessage message) {
        HttpMessage of = component.ofRequest() ? message.request() : message;
        if (component.name().is("@query-param")) {
            return of instanceof HttpMessage.Request request
                    ? queryParameter(base, component, request)
                    : SignatureFault.COMPONENT;
        }
        if (component.name().is("@status")) {
            return component.isDerived() && of instanceof HttpMessage.Response response
                    ? status(base, response)
                    : SignatureFault.COMPONENT;
        }
        Derived derived = Derived.named(component.name());
        if (derived == null || !component.isDerived() || !(of instanceof HttpMessage.Request request)) {
            return SignatureFault.COMPONENT;
        }
        derived.write(base, request);
        return null;
    }

    private static @Nullable SignatureFault status(SignatureBase base, HttpMessage.Response response) {
        base.add(Integer.toString(response.status()));
        return null;
    }

    private static @Nullable SignatureFault queryParameter(
            SignatureBase base, Component component, HttpMessage.Request request) {
        if (component.query() == null || component.wrapped()) {
            return SignatureFault.COMPONENT;
        }
        String value = QueryParameter.find(request.target(), component.query());
        if (value == null) {
            return SignatureFault.COMPONENT_MISSING;
        }
        base.add(value);
        return null;
    }

    private static @Nullable SignatureFault field(SignatureBase base, Component component, HttpMessage message) {
        HttpMessage of = component.ofRequest() ? message.request() : message;
        if (of == null || component.query() != null || !isFieldName(component.name())) {
            return SignatureFault.COMPONENT;
        }
        List<String> lines = of.fields().values(component.name().toString());
        if (lines.isEmpty()) {
            return SignatureFault.COMPONENT_MISSING;
        }
        for (int i = 0; i < lines.size(); i++) {
            base.add(i == 0 ? "" : ", ");
            Slice value = stripped(lines.get(i));
            if (component.wrapped()) {
                base.add(ByteSequence.encode(value.toString().getBytes(StandardCharsets.ISO_8859_1)));
            } else {
                base.add(value);
            }
        }
        return null;
    }

    private static Slice stripped(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isWhitespace(line.charAt(from))) {
            from++;
        }
        while (to > from && isWhitespace(line.charAt(to - 1))) {
            to--;
        }
        return new Slice(line, from, to);
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    /** A token (RFC 9110, 5.1) in lower case. */
    private static boolean isFieldName(Slice name) {
        for (int i = name.from(); i < name.to(); i++) {
            char c = name.text().charAt(i);
            boolean well = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!well) {
                return false;
            }
        }
        return name.length() > 0;
    }
}
