package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/**
 * Published keys that are in use.
 *
 * @param json the set as it was published; not copied
 * @param set the same, read
 * @param ring its keys that verify
 * @param etag what the issuer calls this state of the set
 * @param heard when the issuer last said that these are its keys, by elapsed time in nanoseconds
 */
record HeldKeys(
        byte[] json, JwkSet set, KeyRing ring, @Nullable String etag, long heard) {
    static HeldKeys of(byte[] json, JwkSet set, @Nullable String etag, long heard) {
        return new HeldKeys(json, set, set.ring(), etag, heard);
    }

    /** Why a published set must not be used; null when it may. */
    static @Nullable String fault(JwkSet set) {
        if (set.fault() != null) {
            return set.fault();
        }
        if (set.keys().stream().anyMatch(PublishedKey::symmetric)) {
            return "the set publishes a secret";
        }
        return set.ring().isEmpty() ? "no key of the set can verify signatures" : null;
    }

    HeldKeys confirmed(long now) {
        return new HeldKeys(json, set, ring, etag, now);
    }
}
