package io.tallygate.issue;

import io.tallygate.model.CredentialId;
import java.time.Instant;

/**
 * A key that has been drawn and is not stored yet. Storing one and the same draft may be repeated, where drawing anew
 * would leave a key behind that nobody has. Holds the key in clear: keep it no longer than until it is stored.
 */
public final class KeyDraft {
    private final CredentialId id;
    private final String secret;
    private final Instant drawnAt;

    KeyDraft(CredentialId id, String secret, Instant drawnAt) {
        this.id = id;
        this.secret = secret;
        this.drawnAt = drawnAt;
    }

    /** The public name of the key that it will be, or will be a new secret of. */
    public CredentialId id() {
        return id;
    }

    String secret() {
        return secret;
    }

    Instant drawnAt() {
        return drawnAt;
    }

    @Override
    public String toString() {
        return "KeyDraft[id=" + id + ", secret=redacted]";
    }
}
