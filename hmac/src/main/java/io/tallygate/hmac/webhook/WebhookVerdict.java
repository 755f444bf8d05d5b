package io.tallygate.hmac.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a delivery is the sender's own. Holds nothing of the secrets, nor of the signatures that would fit. */
public sealed interface WebhookVerdict {
    /**
     * It is.
     *
     * @param id what the message is named, where the format signs that: an idempotency key, and not a nonce. A sender that
     *     heard no answer sends the same id again with a new time, so remember the ids of what was done, for as long as the
     *     sender tries again (days), and answer their repetition with success; null with Stripe and GitHub
     * @param timestamp of this attempt, in whole seconds, within the tolerance; null with GitHub, which signs none
     * @param secret the place, from 0, of the secret that fits, in the order they were given: one that is never seen any
     *     more can go
     */
    record Verified(@Nullable String id, @Nullable Instant timestamp, int secret) implements WebhookVerdict {}

    /**
     * It is not, or nobody can tell.
     *
     * @param reason for the log; a sender needs no more than status 400
     */
    record Refused(Reason reason) implements WebhookVerdict {}

    /** Why a delivery is refused. */
    enum Reason {
        /** A header field of the format is not there. */
        MISSING_FIELD,
        /** A header field of the format stands there more than once. */
        REPEATED_FIELD,
        /** A header field is too long, has too many signatures, or is not of the format's form. */
        MALFORMED_FIELD,
        /** There are signatures, and none of a version that is verified here. */
        OTHER_VERSION,
        /** The body has more bytes than are read. */
        BODY_TOO_LARGE,
        /** No signature fits: another secret, or something was changed on the way. */
        WRONG_SIGNATURE,
        /** Signed, and longer ago than is tolerated: late, overheard and sent again, or a clock is wrong. */
        TOO_OLD,
        /** Signed, and further in the future than is tolerated: a clock is wrong. */
        TOO_NEW
    }
}
