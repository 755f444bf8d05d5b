package io.tallygate.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the directory keeps of a secret: a hash, or sealed key material. Which of them, and how it was made, the scheme
 * says in {@code form}; the directory only stores it.
 *
 * @param form how the value was made, such as {@code sha256}; 1 to 64 visible ASCII characters
 * @param value the text of the hash or sealed material; 1 to 1024 visible ASCII characters; never shown
 * @param notAfter the first instant at which this secret is no longer accepted, or null; set while rotating
 */
public record StoredSecret(
        String form, String value, @Nullable Instant notAfter) {
    /** @throws IllegalArgumentException when form or value break their rules */
    public StoredSecret {
        Text.visibleAscii("secret form", form, 64);
        Text.visibleAscii("secret value", value, 1024);
    }

    /** The same, accepted until the given instant only. */
    public StoredSecret until(Instant end) {
        return new StoredSecret(form, value, end);
    }

    /** Whether it is accepted at an instant. */
    public boolean liveAt(Instant now) {
        return notAfter == null || now.isBefore(notAfter);
    }

    @Override
    public String toString() {
        return "StoredSecret[form=" + form + ", value=redacted, notAfter=" + notAfter + "]";
    }
}
