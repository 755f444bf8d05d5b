package io.tallygate.model;

/**
 * Names the customer who is billed.
 *
 * @param value 1 to 128 visible ASCII characters, compared exactly
 */
public record AccountId(String value) {
    /** @throws IllegalArgumentException when the value breaks the rule above */
    public AccountId {
        Text.visibleAscii("account id", value, 128);
    }

    @Override
    public String toString() {
        return value;
    }
}
