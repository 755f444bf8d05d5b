package io.tallygate.hmac;

import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import org.jspecify.annotations.Nullable;

/** An attenuable key as a request carries it: well-spelled, unread and unproven. A view of the text that it ends; 24 bytes. */
public final class PresentedAttenuableKey implements Credential {
    private final String text;
    private final int from;

    PresentedAttenuableKey(String text, int from) {
        this.text = text;
        this.from = from;
    }

    /** Null when it is none after all. */
    @Nullable
    AttenuableKey key() {
        return AttenuableKey.read(text, from);
    }

    @Override
    public void identify(Identity identity) {
        identity.text(text, from, text.length());
    }

    @Override
    public String toString() {
        return "PresentedAttenuableKey[redacted]";
    }
}
