package io.tallygate.jwt;

import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A token as a request carries it: of three parts, unproven. A view of the text that it was found in; 32 bytes.
 *
 * <p>Whether each part is in its one spelling is looked at when the token is screened and when it is verified. A request
 * with a session needs neither: its identity is each of its characters, so they are those of the token that was proven.
 *
 * <p>Its identity is the whole token. For ECDSA it is the token with the lower of the two signatures that
 * {@link EcdsaSignature} calls twins: who has one has the other, and they are one credential.
 */
public final class PresentedToken implements Credential {
    private final String text;
    private final int from;
    private final int firstDot;
    private final int secondDot;
    private final @Nullable EllipticCurve curve;

    /**
     * Of characters that {@link CompactForm} finds no fault with, up to the end of the text.
     *
     * @param from its first character
     * @param curve the curve of its signature when the header names ECDSA and the signature may be the higher of two
     */
    PresentedToken(String text, int from, int firstDot, int secondDot, @Nullable EllipticCurve curve) {
        this.text = text;
        this.from = from;
        this.firstDot = firstDot;
        this.secondDot = secondDot;
        this.curve = curve;
    }

    @Override
    public void identify(Identity identity) {
        String lower = curve == null ? null : lowerTwin(curve);
        identity.text(text, from, secondDot);
        if (lower == null) {
            identity.text(text, secondDot + 1, text.length());
        } else {
            identity.text(lower);
        }
    }

    /** Only of a signature in its one spelling: what is spelled otherwise must not be taken for it. */
    private @Nullable String lowerTwin(EllipticCurve of) {
        if (!Base64Url.isCanonical(text, secondDot + 1, text.length())) {
            return null;
        }
        byte[] twin = EcdsaSignature.lowerTwin(of, Base64Url.decode(text, secondDot + 1, text.length()));
        return twin == null ? null : Base64Url.encode(twin);
    }

    /** Copies it; whether each part is the one spelling of what it says. */
    boolean fill(TokenBytes bytes) {
        return bytes.take(text, from, firstDot, secondDot);
    }

    /** The header as spelled, to look it up by; a view. */
    HeaderText headerText() {
        return new HeaderText(text, from, firstDot);
    }

    /** What is signed: the first two parts and the dot between them, in ASCII (RFC 7515, 5.1). */
    byte[] signed() {
        return Base64Url.ascii(text, from, secondDot);
    }

    @Override
    public String toString() {
        return "PresentedToken[redacted]";
    }
}
