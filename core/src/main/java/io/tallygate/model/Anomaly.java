package io.tallygate.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A credential is used unlike before. A hint and no proof, and what one edge has seen.
 *
 * @param kind what is unlike
 * @param credential whose use it is
 * @param account whose credential it is
 * @param at when it was found, by the clock of the edge
 * @param seen how often: requests or denials in one interval of the monitor; 1 for a network
 * @param most the most that would have been usual; 0 for a network
 * @param network the one that is new; null for the other kinds
 * @param suspendedUntil until when the edge refuses the credential by itself; null when it does not
 */
public record Anomaly(
        Kind kind,
        CredentialId credential,
        AccountId account,
        Instant at,
        long seen,
        long most,
        @Nullable Network network,
        @Nullable Instant suspendedUntil) {
    /** Refuses what is not there. */
    public Anomaly {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(at, "at");
    }

    /** The same where the credential is refused until then. */
    public Anomaly suspendedUntil(Instant end) {
        return new Anomaly(kind, credential, account, at, seen, most, network, end);
    }

    /** What may be unlike before. */
    public enum Kind {
        /** It comes from a network that it never came from. */
        NEW_NETWORK,
        /** It is used far more than at its busiest. */
        RATE_JUMP,
        /** It fails often after it was proven: it has ended, was revoked, is replayed, or its clock is wrong. */
        FAILURE_BURST,
        /** It often asks for what it may not: scopes, networks, methods, paths or times. */
        OUT_OF_SCOPE
    }
}
