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
        return end(base, signature);
    }

    /** Writes the last line. */
    static @Nullable SignatureFault end(SignatureBase base, SignatureParameters signature) {
        base.addKnown("\"@signature-params\": ").addKnown(signature.whole());
        return base.broken() ? SignatureFault.COMPONENT_VALUE : null;
    }

    /** Writes the line of the component that a walk has come to. */
    static @Nullable SignatureFault line(SignatureBase base, Components components, HttpMessage message) {
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
        HttpMessage of = component == null ? null : source(component, message);
        if (component == null || of == null) {
            return SignatureFault.COMPONENT;
        }
        return component.isField() ? field(base, component, of) : derived(base, component, of);
    }

    /** What the component is taken of; null when nobody knows, or what it is to be taken of answers no request. */
    private static @Nullable HttpMessage source(Component component, HttpMessage message) {
        if (!component.ofRequest()) {
            return message;
        }
        return message instanceof HttpMessage.Response response ? response.request() : null;
    }

    private static @Nullable SignatureFault derived(SignatureBase base, Component component, HttpMessage of) {
        if (of instanceof HttpMessage.Response response) {
            return component.name().is(Component.STATUS) ? status(base, response) : SignatureFault.COMPONENT;
        }
        HttpMessage.Request request = (HttpMessage.Request) of;
        if (component.query() != null) {
            return queryParameter(base, request, component.query());
        }
        Derived derived = Derived.named(component.name());
        if (derived == null) {
            return SignatureFault.COMPONENT; // a request has no status
        }
        derived.write(base, request);
        return null;
    }

    private static @Nullable SignatureFault status(SignatureBase base, HttpMessage.Response response) {
        base.add(Integer.toString(response.status()));
        return null;
    }

    private static @Nullable SignatureFault queryParameter(
            SignatureBase base, HttpMessage.Request request, Slice name) {
        String value = QueryParameter.find(request.target(), name);
        if (value == null) {
            return SignatureFault.COMPONENT_MISSING;
        }
        base.add(value);
        return null;
    }

    private static @Nullable SignatureFault field(SignatureBase base, Component component, HttpMessage of) {
        List<String> lines = of.fields().values(component.name().toString());
        return component.wrapped() ? wrapped(base, lines) : field(base, lines);
    }

    /** Adds the value of a field of these lines. */
    static @Nullable SignatureFault field(SignatureBase base, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            base.add(i == 0 ? "" : ", ").add(stripped(lines.get(i)));
        }
        return lines.isEmpty() ? SignatureFault.COMPONENT_MISSING : null;
    }

    private static @Nullable SignatureFault wrapped(SignatureBase base, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Slice value = stripped(lines.get(i));
            if (!isOctets(value)) {
                return SignatureFault.COMPONENT_VALUE;
            }
            byte[] octets = value.toString().getBytes(StandardCharsets.ISO_8859_1);
            base.add(i == 0 ? "" : ", ").add(ByteSequence.encode(octets));
        }
        return lines.isEmpty() ? SignatureFault.COMPONENT_MISSING : null;
    }

    /** Whether each character is one byte: any other would be signed as a question mark, and so could be put in its place. */
    private static boolean isOctets(Slice value) {
        return StandardCharsets.ISO_8859_1.newEncoder().canEncode(value.toString());
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
}
