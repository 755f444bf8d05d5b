package io.tallygate.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refused request.
 *
 * @param denial why
 * @param requestId an uncounted id, for logs and support; a meter leaves {@link #UNNAMED} and the gate fills it in
 * @param entitlement whose request it was, once the credential was proven; null before
 * @param retryAfter when trying again makes sense, or null when it does not
 * @param limits how the caller stands with the limits that refused
 * @param requiredScopes what the call requires, when a scope was missing
 * @param client the caller's address as the gate saw it, when that was the reason
 */
public record Deny(
        Denial denial,
        RequestId requestId,
        @Nullable Entitlement entitlement,
        @Nullable Duration retryAfter,
        List<Limit> limits,
        List<Scope> requiredScopes,
        @Nullable IpAddress client)
        implements Decision {
    /** The id of a denial before the gate has named it. */
    public static final RequestId UNNAMED = RequestId.uncounted(0, 0);

    /** Copies the lists. */
    public Deny {
        limits = List.copyOf(limits);
        requiredScopes = List.copyOf(requiredScopes);
    }

    /** A denial with nothing but its reason. */
    public static Deny because(Denial denial) {
        return new Deny(denial, UNNAMED, null, null, List.of(), List.of(), null);
    }

    /** The same under an id. */
    public Deny named(RequestId id) {
        return new Deny(denial, id, entitlement, retryAfter, limits, requiredScopes, client);
    }

    /** The same for a proven caller. */
    public Deny of(@Nullable Entitlement whose) {
        return new Deny(denial, requestId, whose, retryAfter, limits, requiredScopes, client);
    }

    /** The same with a time to try again. */
    public Deny retryAfter(Duration wait) {
        return new Deny(denial, requestId, entitlement, wait, limits, requiredScopes, client);
    }

    /** The same with the limits that refused. */
    public Deny limits(List<Limit> which) {
        return new Deny(denial, requestId, entitlement, retryAfter, which, requiredScopes, client);
    }

    /** The same with the scopes that the call requires. */
    public Deny requiring(List<Scope> scopes) {
        return new Deny(denial, requestId, entitlement, retryAfter, limits, scopes, client);
    }

    /** The same with the address that was refused. */
    public Deny from(@Nullable IpAddress address) {
        return new Deny(denial, requestId, entitlement, retryAfter, limits, requiredScopes, address);
    }
}
