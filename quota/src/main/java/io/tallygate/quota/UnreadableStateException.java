package io.tallygate.quota;

import java.io.IOException;

/** A state file is damaged, cut off, foreign or of a newer version. The message says which and what to do. */
final class UnreadableStateException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableStateException(String file, String what) {
        super(file + " " + what);
    }
}
