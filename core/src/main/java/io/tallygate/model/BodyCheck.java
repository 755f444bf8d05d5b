package io.tallygate.model;

/**
 * What must hold for the request body, when a scheme has signed it. The adapter feeds the bytes as the host reads
 * them, and fails the read before the host can see the end of a body that does not match.
 */
public interface BodyCheck {
    /** The most bytes the body may have; more is {@link Denial#BODY_TOO_LARGE}. */
    long maxBytes();

    /** A fresh check of one body. */
    Running begin();

    /** A check under way. Used by one thread at a time. */
    interface Running {
        /** Takes the next bytes. */
        void update(byte[] bytes, int offset, int length);

        /** Whether the whole body is the one that was signed. Called once, at its end. */
        boolean matches();
    }
}
