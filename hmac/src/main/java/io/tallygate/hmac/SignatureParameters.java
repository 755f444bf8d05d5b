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

    /** Where each text begins, behind its quote; 0 where there is none. */
    private int keyId;

    private int nonce;
    private int tag;
    private int algorithm;

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
        int at = listTo;
        while (at < whole.to()) {
            int end = whole.text().charAt(at) == ';' ? readParameter(at + 1) : StructuredFields.NONE;
            if (end == StructuredFields.NONE) {
                return false;
            }
            at = end;
        }
        return true;
    }

    /** Behind the parameter that begins there; none if there is none of that name, or it was given before. */
    private int readParameter(int at) {
        String text = whole.text();
        if (text.startsWith("created=", at) && created == ABSENT) {
            int end = endOfTime(at + 8);
            created = time(at + 8, end);
            return end;
        }
        if (text.startsWith("expires=", at) && expires == ABSENT) {
            int end = endOfTime(at + 8);
            expires = time(at + 8, end);
            return end;
        }
        int quote = text.indexOf('"', at);
        int end = quote < 0 ? StructuredFields.NONE : StructuredFields.endOfString(text, quote);
        boolean well = end != StructuredFields.NONE && end - quote - 2 <= LONGEST_TEXT && set(at, quote);
        return well ? end : StructuredFields.NONE;
    }

    private int endOfTime(int at) {
        int end = StructuredFields.endOfInteger(whole.text(), at);
        boolean well = end != StructuredFields.NONE && whole.text().charAt(at) != '-';
        boolean padded = well && whole.text().charAt(at) == '0' && end > at + 1;
        return well && !padded ? end : StructuredFields.NONE;
    }

    private long time(int from, int to) {
        return to == StructuredFields.NONE ? ABSENT : Long.parseLong(whole.text(), from, to, 10);
    }

    private boolean set(int at, int quote) {
        String text = whole.text();
        int from = quote + 1;
        if (text.startsWith("keyid=\"", at) && keyId == 0) {
            keyId = from;
        } else if (text.startsWith("nonce=\"", at) && nonce == 0) {
            nonce = from;
        } else if (text.startsWith("tag=\"", at) && tag == 0) {
            tag = from;
        } else if (text.startsWith("alg=\"", at) && algorithm == 0) {
            algorithm = from;
        } else {
            return false;
        }
        return true;
    }

    /** A text that has no escape goes up to the next quote. */
    private @Nullable Slice text(int from) {
        return from == 0 ? null : new Slice(whole.text(), from, whole.text().indexOf('"', from));
    }

    /** All of it: the value of {@code @signature-params}. */
    Slice whole() {
        return whole;
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

    /** @param identifier a component's name in quotes, and its parameters */
    boolean covers(String identifier) {
        Components components = components();
        while (components.next()) {
            if (components.identifier().is(identifier)) {
                return true;
            }
        }
        return false;
    }

    Components components() {
        return new Components(whole);
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
        return text(keyId);
    }

    boolean hasNonce() {
        return nonce != 0;
    }

    @Nullable
    Slice nonce() {
        return text(nonce);
    }

    @Nullable
    Slice tag() {
        return text(tag);
    }

    @Nullable
    Slice algorithm() {
        return text(algorithm);
    }
}
