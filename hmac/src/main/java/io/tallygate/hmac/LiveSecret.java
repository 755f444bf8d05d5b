package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One secret of an app key, as an edge holds it: the whole of it, or what was derived from it for one scope.
 *
 * @param secret the UTF-8 bytes of the whole text; or the key of the scope
 * @param scope null for a whole secret
 * @param notAfter the first instant at which it is no longer accepted, or null
 */
record LiveSecret(
        Secret secret, @Nullable DayScope scope, @Nullable Instant notAfter) {
    /** A whole one. */
    LiveSecret(Secret secret, @Nullable Instant notAfter) {
        this(secret, null, notAfter);
    }

    boolean liveAt(long epochMillis) {
        return notAfter == null || epochMillis < notAfter.toEpochMilli();
    }

    /** The same until that instant, or until its own end if that comes first. */
    LiveSecret until(@Nullable Instant other) {
        boolean sooner = other != null && (notAfter == null || other.isBefore(notAfter));
        return sooner ? new LiveSecret(secret, scope, other) : this;
    }

    /** Whether signatures without a scope can be verified with it. */
    boolean whole() {
        return scope == null;
    }

    /** The key of that scope: derived from the whole, or this if it is just that one; null if it is another's. */
    @Nullable
    Secret keyOf(DayScope wanted) {
        if (scope == null) {
            return wanted.derive(secret);
        }
        return scope.equals(wanted) ? secret : null;
    }
}
