package io.tallygate.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What somebody changed in a directory. The texts are for people and for search; they are visible ASCII and spaces, all
 * else escaped, and never hold a secret or its hash.
 *
 * @param at when, by the clock of the process that made the change
 * @param actor on whose behalf, as {@link #requireActor} accepts it
 * @param action what was done
 * @param what to which thing, such as {@code credential key-1} or {@code account acme}
 * @param from how it was before, as far as it was changed; {@code ""} for what did not exist
 * @param to how it has been since; {@code ""} for what no longer exists
 */
public record AuditEntry(Instant at, String actor, Action action, String what, String from, String to) {
    /** Who made a change when nobody said. */
    public static final String UNKNOWN_ACTOR = "unknown";
    /** The most characters of {@link #what}. */
    public static final int MAX_WHAT = 2048;
    /** The most characters of {@link #from} and of {@link #to}. */
    public static final int MAX_STATE = 4096;

    /** @throws IllegalArgumentException when a text breaks its rule */
    public AuditEntry {
        Objects.requireNonNull(at, "at");
        requireActor(actor);
        Objects.requireNonNull(action, "action");
        Text.printableAscii("audited thing", what, MAX_WHAT);
        Text.printableAscii("audited state", from, MAX_STATE);
        Text.printableAscii("audited state", to, MAX_STATE);
    }

    /**
     * The name of an actor: 1 to 128 visible ASCII characters.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static String requireActor(String actor) {
        return Text.visibleAscii("actor", actor, 128);
    }

    /** What can be done to a directory. */
    public enum Action {
        /** A record was inserted. */
        ADDED,
        /** A record was replaced. */
        UPDATED,
        /** A record was removed. */
        REMOVED,
        /** An account was put on a plan. */
        ASSIGNED,
        /** Entitlements were revoked. */
        REVOKED,
        /** A revocation was taken back. */
        REINSTATED
    }
}
