package io.tallygate.quota.protocol;

/** The process is gone: unwinds everything that it was doing. Not an exception, so that nobody recovers from it. */
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }
}
