package io.tallygate.spi;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.Denial;
import java.util.Objects;

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
    record VerifiedWithBody(BodyCheck check) implements Verdict {
        /** A check that is missing would be a body that is not checked. */
        public VerifiedWithBody {
            Objects.requireNonNull(check, "check");
        }
    }

    /**
     * It is not.
     *
     * @param denial why; {@link Denial#INVALID_CREDENTIAL} unless the signature is proven
     */
    record Failed(Denial denial) implements Verdict {}
}
