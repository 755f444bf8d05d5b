package io.tallygate.apikey;

import io.tallygate.issue.Base62;
import io.tallygate.model.CredentialId;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;

/** A key as a request carries it: well-formed, unproven. A view of the text that it was found in; 24 bytes. */
public final class PresentedKey implements Credential {
    private final String text;
    private final int from;
    private final int to;

    PresentedKey(String text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** Whether it can have been copied without an error. */
    boolean checksumHolds() {
        return Base62.checksumHolds(text, from, to);
    }

    /** The name of its record. */
    CredentialId id() {
        return KeyFormat.idOf(text, from, to);
    }

    String key() {
        return text.substring(from, to);
    }

    @Override
    public void identify(Identity identity) {
        identity.text(text, from, to);
    }

    @Override
    public String toString() {
        return "PresentedKey[redacted]";
    }
}
