package io.tallygate.quota;

import java.io.IOException;

/** A life has all the lines that request ids can tell apart: 2^24. It must be followed by another one. */
final class LinesExhaustedException extends IOException {
    private static final long serialVersionUID = 1;

    LinesExhaustedException() {
        super("this life has opened all 16,777,215 counters that request ids can name; a new life is begun");
    }
}
