package io.tallygate.hmac;

/** A sealed secret cannot be opened here. The message names its record and its label, and holds nothing of it. */
final class UnopenedSecretException extends Exception {
    private static final long serialVersionUID = 1;

    UnopenedSecretException(String message) {
        super(message);
    }
}
