package io.tallygate.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One change of a directory, as its log names it. It says what changed, and leaves the rest to be looked up. */
public sealed interface Change {
    /** A record was inserted. */
    record Added(CredentialId credential) implements Change {}

    /**
     * A record was changed.
     *
     * @param version the one it has now; what was read at an earlier one no longer holds
     */
    record Updated(CredentialId credential, long version) implements Change {}

    /** A record was removed. */
    record Removed(CredentialId credential) implements Change {}

    /** An account was put on a plan. */
    record Assigned(AccountId account, String plan) implements Change {}

    /**
     * Entitlements no longer hold.
     *
     * @param what which of them
     * @param until when this may be forgotten, because nothing that it covers can still be valid; null for never
     */
    record Revoked(Revocation what, @Nullable Instant until) implements Change {}

    /** A revocation was taken back: what it covers may be valid again. */
    record Reinstated(Revocation what) implements Change {}
}
