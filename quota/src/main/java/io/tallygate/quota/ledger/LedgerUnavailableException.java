package io.tallygate.quota.ledger;

/** The ledger cannot be asked now, or its reply was lost. Nothing is known about what was said; say it again. */
public class LedgerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message that names what failed. */
    public LedgerUnavailableException(String message) {
        super(message);
    }

    /** With the cause. */
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
