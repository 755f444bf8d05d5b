package io.tallygate.spi;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.Denial;

/** Whether one request is its credential's own. */
public sealed interface Verdict {
    /** It is. */
    static Verdict verified() {
        return Verified.INSTANCE;
    }

    /** See {@link #verified()}. */
    enum Verified implements Verdict {
        /** The only one. */
        INSTANCE
    }

    /**
     * It is, as long as the body passes.
     *
     * @param check what the adapter checks while the host reads
     */
    record VerifiedWithBody(BodyCheck check) implements Verdict {}

    /**
     * It is not.
     *
     * @param denial why; {@link Denial#INVALID_CREDENTIAL} unless the signature is proven
     */
    record Failed(Denial denial) implements Verdict {}
}
