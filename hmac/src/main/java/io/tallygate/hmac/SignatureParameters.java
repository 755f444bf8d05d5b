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
    private static final int MOST_DIGITS = 15;

    private final String text;
    private final int from;
    private final Coverage coverage;
    private int to;
    private long created = ABSENT;
    private long expires = ABSENT;
    private @Nullable Slice keyId;
    private @Nullable Slice nonce;
    private @Nullable Slice tag;
    private @Nullable Slice algorithm;

    private SignatureParameters(String text, int from) {
        this.text = text;
        this.from = from;
        this.coverage = Coverage.of(text, from);
        this.to = coverage.endOfList(text, from);
    }

    /** Null when it is not well spelled. */
    static @Nullable SignatureParameters read(Slice value) {
        SignatureParameters parameters = read(value.text(), value.from());
        return parameters != null && parameters.to == value.to() ? parameters : null;
    }

    /** Reads from there on, in one pass, up to where no parameter follows. Null when that is not well spelled. */
    static @Nullable SignatureParameters read(String text, int from) {
        SignatureParameters parameters = new SignatureParameters(text, from);
        return parameters.readList() && parameters.readParameters() ? parameters : null;
    }

    /** Unless it is the usual one. */
    private boolean readList() {
        if (to == StructuredFields.NONE) {
            to = endOfList();
        }
        return to != StructuredFields.NONE;
    }

    private int endOfList() {
        Components components = new Components(new Slice(text, from, text.length()));
        while (components.next()) {
            // Only whether they are well spelled is asked here.
        }
        int end = components.end();
        int escape = text.indexOf('\\', from);
        return escape >= 0 && escape < end ? StructuredFields.NONE : end;
    }

    private boolean readParameters() {
        while (to < text.length() && text.charAt(to) == ';') {
            if (!readParameter(to + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Goes behind the parameter that begins there; false if there is none of that name, or it was given before. */
    private boolean readParameter(int at) {
        return switch (at < text.length() ? text.charAt(at) : ';') {
            case 'c' -> created == ABSENT && (created = time("created=", at)) != ABSENT;
            case 'e' -> expires == ABSENT && (expires = time("expires=", at)) != ABSENT;
            case 'n' -> nonce == null && (nonce = text("nonce=\"", at)) != null;
            case 'k' -> keyId == null && (keyId = text("keyid=\"", at)) != null;
            case 't' -> tag == null && (tag = text("tag=\"", at)) != null;
            case 'a' -> algorithm == null && (algorithm = text("alg=\"", at)) != null;
            default -> false;
        };
    }

    /** Reads up to 15 digits (RFC 9651, 3.3.1), which begin with a zero only if they are nothing else. */
    private long time(String name, int at) {
        if (!text.startsWith(name, at)) {
            return ABSENT;
        }
        int begin = at + name.length();
        int most = Math.min(text.length(), begin + MOST_DIGITS + 1);
        long time = 0;
        for (to = begin; to < most && isDigit(text.charAt(to)); to++) {
            time = 10 * time + text.charAt(to) - '0';
        }
        int digits = to - begin;
        boolean padded = digits > 1 && text.charAt(begin) == '0';
        return digits >= 1 && digits <= MOST_DIGITS && !padded ? time : ABSENT;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Reads up to the quote that ends a text without an escape. */
    private @Nullable Slice text(String name, int at) {
        if (!text.startsWith(name, at)) {
            return null;
        }
        int begin = at + name.length();
        int end = Alphabet.TEXT.endIn(text, begin);
        to = end + 1;
        return end - begin <= LONGEST_TEXT && text.startsWith("\"", end) ? new Slice(text, begin, end) : null;
    }

    /** All of it: the value of {@code @signature-params}. */
    Slice whole() {
        return new Slice(text, from, to);
    }

    /** With which of the components of native signatures it begins. */
    Coverage coverage() {
        return coverage;
    }

    /** Behind the last parameter. */
    int to() {
        return to;
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
        return new Components(whole());
    }

    /** Those behind what {@link #coverage} says. */
    Components componentsBehindCoverage() {
        return new Components(whole(), coverage.length());
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

    boolean hasNonce() {
        return nonce != null;
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
