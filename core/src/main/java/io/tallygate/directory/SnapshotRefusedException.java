package io.tallygate.directory;

/** A snapshot is not to be used. */
final class SnapshotRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    enum Reason {
        UNREADABLE,
        DAMAGED,
        NEWER_FORMAT,
        UNKNOWN_KEY,
        TOO_OLD,
        FROM_THE_FUTURE
    }

    private final Reason reason;

    SnapshotRefusedException(Reason reason, String message) {
        super(reason + ": " + message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
