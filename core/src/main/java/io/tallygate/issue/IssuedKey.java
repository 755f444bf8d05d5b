package io.tallygate.issue;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;

/** A key that has just been made. This is the only place where it stands in clear: show it once, keep it nowhere. */
public final class IssuedKey {
    private final String secret;
    private final CredentialRecord record;

    IssuedKey(String secret, CredentialRecord record) {
        this.secret = secret;
        this.record = record;
    }

    /** The secret, as its owner sends it or signs with it. */
    public String secret() {
        return secret;
    }

    /** Its public name, by which it is rotated, disabled and revoked. */
    public CredentialId id() {
        return record.id();
    }

    /** What the directory now holds of it. */
    public CredentialRecord record() {
        return record;
    }

    @Override
    public String toString() {
        return "IssuedKey[id=" + id() + ", secret=redacted]";
    }
}
