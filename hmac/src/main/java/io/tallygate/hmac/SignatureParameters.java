package io.tallygate.hmac;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one member of {@code Signature-Input} says (RFC 9421, 2.3): which components are covered, and the parameters of the
 * signature. A view of the field; unchanging once it was read.
 *
 * <p>Only the spelling that RFC 9651 tells a writer to use is read, so that what was signed is what stands there:
 * {@code ("@method" "date");created=1;keyid="k"}. Each parameter stands at most once, none but those of RFC 9421 may be
 * there, and no text has an escape in it.
 */
final class SignatureParameters {
    /** A time that is not given. */
    static final long ABSENT = -1;

    private static final int LONGEST_TEXT = 256;

    private final Slice whole;
    private int listTo;
    private long created = ABSENT;
    private long expires = ABSENT;
    private @Nullable Slice keyId;
    private @Nullable Slice nonce;
    private @Nullable Slice tag;
    private @Nullable Slice algorithm;

    private SignatureParameters(Slice whole) {
        this.whole = whole;
    }

    /** Null when it is not well spelled. */
    static @Nullable SignatureParameters read(Slice value) {
        int escape = value.text().indexOf('\\', value.from());
        if (escape >= 0 && escape < value.to()) {
            return null;
        }
        SignatureParameters parameters = new SignatureParameters(value);
        return parameters.readList() && parameters.readParameters() ? parameters : null;
    }

    private boolean readList() {
        Components components = new Components(whole);
        while (components.next()) {
            // Only whether they are well spelled is asked here.
        }
        listTo = components.end();
        return listTo != StructuredFields.NONE;
    }

    private boolean readParameters() {
        String text = whole.text();
        int at = listTo;
        while (at < whole.to()) {
            int name = text.charAt(at) == ';' ? StructuredFields.endOfKey(text, at + 1) : StructuredFields.NONE;
            if (name == StructuredFields.NONE || name >= whole.to() || text.charAt(name) != '=') {
                return false;
            }
            int end = readParameter(new Slice(text, at + 1, name), name + 1);
            if (end == StructuredFields.NONE) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private int readParameter(Slice name, int at) {
        if (name.is("created") || name.is("expires")) {
            return readTime(name, at);
        }
        Slice value = textAt(at);
        return value != null && set(name, value) ? value.to() + 1 : StructuredFields.NONE;
    }

    private int readTime(Slice name, int at) {
        String text = whole.text();
        int end = StructuredFields.endOfInteger(text, at);
        boolean well =
                end != StructuredFields.NONE && text.charAt(at) != '-' && (text.charAt(at) != '0' || end == at + 1);
        if (!well || (name.is("created") ? created : expires) != ABSENT) {
            return StructuredFields.NONE;
        }
        long seconds = Long.parseLong(text, at, end, 10);
        if (name.is("created")) {
            created = seconds;
        } else {
            expires = seconds;
        }
        return end;
    }

    /** What stands in quotes there, null when it is no text, or too long. */
    private @Nullable Slice textAt(int at) {
        int end = StructuredFields.endOfString(whole.text(), at);
        boolean well = end != StructuredFields.NONE && end - at - 2 <= LONGEST_TEXT;
        return well ? new Slice(whole.text(), at + 1, end - 1) : null;
    }

    /** Whether there is a parameter of that name, and it was not given before. */
    private boolean set(Slice name, Slice value) {
        if (name.is("keyid") && keyId == null) {
            keyId = value;
        } else if (name.is("nonce") && nonce == null) {
            nonce = value;
        } else if (name.is("tag") && tag == null) {
            tag = value;
        } else if (name.is("alg") && algorithm == null) {
            algorithm = value;
        } else {
            return false;
        }
        return true;
    }

    /** All of it: the value of {@code @signature-params}. */
    Slice whole() {
        return whole;
    }

    /** The covered components, in their parentheses. */
    Slice list() {
        return new Slice(whole.text(), whole.from(), listTo);
    }

    /** Whether a component is covered twice (RFC 9421, 2.5, forbids it). */
    boolean coversTwice() {
        Set<String> seen = new HashSet<>();
        Components components = components();
        while (components.next()) {
            if (!seen.add(components.identifier().toString())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field is covered as it is, without a parameter. */
    boolean covers(String field) {
        Components components = components();
        while (components.next()) {
            if (components.parameters().length() == 0 && components.name().is(field)) {
                return true;
            }
        }
        return false;
    }

    Components components() {
        return new Components(list());
    }

    /** Seconds since 1970, or {@link #ABSENT}. */
    long created() {
        return created;
    }

    /** Seconds since 1970, or {@link #ABSENT}. */
    long expires() {
        return expires;
    }

    @Nullable
    Slice keyId() {
        return keyId;
    }

    @Nullable
    Slice nonce() {
        return nonce;
    }

    @Nullable
    Slice tag() {
        return tag;
    }

    @Nullable
    Slice algorithm() {
        return algorithm;
    }
}
