package io.tallygate.spi;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.Denial;
import io.tallygate.model.IdempotencyKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether one request is its credential's own. */
public sealed interface Verdict {
    /** It is. */
    static Verdict verified() {
        return Verified.WITHOUT_KEY;
    }

    /**
     * By what the meter knows the request again, should it come a second time, here or at another edge; null when it
     * does not.
     */
    default @Nullable IdempotencyKey idempotencyKey() {
        return null;
    }

    /**
     * It is.
     *
     * @param idempotencyKey see {@link Verdict#idempotencyKey()}
     */
    record Verified(@Nullable IdempotencyKey idempotencyKey) implements Verdict {
        private static final Verified WITHOUT_KEY = new Verified(null);
    }

    /**
     * It is, as long as the body passes.
     *
     * @param check what the adapter checks while the host reads
     * @param idempotencyKey see {@link Verdict#idempotencyKey()}
     */
    record VerifiedWithBody(BodyCheck check, @Nullable IdempotencyKey idempotencyKey) implements Verdict {
        /** A check that is missing would be a body that is not checked. */
        public VerifiedWithBody {
            Objects.requireNonNull(check, "check");
        }

        /** One that is not known again. */
        public VerifiedWithBody(BodyCheck check) {
            this(check, null);
        }
    }

    /**
     * It is not.
     *
     * @param denial why; {@link Denial#INVALID_CREDENTIAL} unless the signature is proven, or what a body that is missing
     *     {@link io.tallygate.model.BodyAhead.Missing#denial() says}
     */
    record Failed(Denial denial) implements Verdict {}
}
