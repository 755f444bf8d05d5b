package io.tallygate.spi;

/** The centre cannot be asked now. Says nothing about the credential. */
public class DirectoryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message that names what failed and no secret. */
    public DirectoryUnavailableException(String message) {
        super(message);
    }

    /** With the cause. */
    public DirectoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
