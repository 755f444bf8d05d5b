package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/**
 * One member of a JWK Set, whether we can use it or not: what we cannot use still counts for the rules of the whole set.
 *
 * @param label names it in messages; safe to log
 * @param keyId its {@code kid}, if it has one
 * @param symmetric whether it is a shared secret
 * @param forSignatures whether its {@code use} and {@code key_ops} let it verify signatures
 * @param thumbprint the same for the same key material, whatever else is said of it
 * @param key to verify with; null when there is a fault, or it is for something else
 * @param fault why it cannot be used though it is for signatures; null when it can
 */
record PublishedKey(
        String label,
        @Nullable String keyId,
        boolean symmetric,
        boolean forSignatures,
        String thumbprint,
        @Nullable VerificationKey key,
        @Nullable String fault) {

    /** The same, good for this. */
    PublishedKey with(VerificationKey verifying) {
        return new PublishedKey(label, keyId, symmetric, forSignatures, thumbprint, verifying, null);
    }

    /** The same, good for nothing. */
    PublishedKey unfit(String why) {
        return new PublishedKey(label, keyId, symmetric, forSignatures, thumbprint, null, why);
    }
}
