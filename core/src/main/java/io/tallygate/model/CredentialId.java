package io.tallygate.model;

/**
 * The public name of a credential that the directory holds: safe to log, list and revoke by.
 *
 * @param value 1 to 128 visible ASCII characters, compared exactly
 */
public record CredentialId(String value) {
    /** @throws IllegalArgumentException when the value breaks the rule above */
    public CredentialId {
        Text.visibleAscii("credential id", value, 128);
    }

    @Override
    public String toString() {
        return value;
    }
}
