package io.tallygate;

import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Turns a reason into a denial, and tells of it whom it concerns: the limiter of failures, by the caller's address, and
 * the monitor, by the credential that was proven. Thread-safe.
 */
final class Refusals {
    private final Origins origins;
    private final FailureLimiter failures;
    private final @Nullable UseMonitor monitor;
    private final RequestIds ids;
    private final RandomGenerator random;

    /** @param monitor null when credentials are not watched */
    Refusals(
            Origins origins,
            FailureLimiter failures,
            @Nullable UseMonitor monitor,
            RequestIds ids,
            RandomGenerator random) {
        this.origins = origins;
        this.failures = failures;
        this.monitor = monitor;
        this.ids = ids;
        this.random = random;
    }

    /** Null when the caller may try; the denial of one who has failed too often when not. */
    @Nullable
    Deny blocked(InboundRequest request, long nanos) {
        long wait = failures.blocked(suspect(request), nanos);
        return wait == FailureLimiter.WITHIN ? null : tooManyFailures(wait);
    }

    /** The credential is proven, and may not do this. */
    Deny notAllowed(
            Denial denial,
            Entitlement entitlement,
            Demand demand,
            @Nullable IpAddress client,
            InboundRequest request,
            long nanos) {
        if (FailureLimiter.isFailure(denial)) {
            return failed(denial, entitlement, request, nanos);
        }
        watch(denial, entitlement, request, nanos);
        Deny deny = Deny.because(denial).of(entitlement);
        if (denial == Denial.INSUFFICIENT_SCOPE) {
            deny = deny.requiring(demand.scopes());
        } else if (denial == Denial.NETWORK_NOT_ALLOWED) {
            deny = deny.from(client);
        }
        return named(deny);
    }

    /** A failed authentication: it costs the account nothing, and the caller's address one of its failures. */
    Deny failed(Denial denial, @Nullable Entitlement proven, InboundRequest request, long nanos) {
        if (proven != null) {
            watch(denial, proven, request, nanos);
        }
        if (FailureLimiter.isFailure(denial)) {
            long blocked = failures.failed(suspect(request), nanos);
            if (blocked != FailureLimiter.WITHIN) {
                return tooManyFailures(blocked);
            }
        }
        return named(Deny.because(denial).of(proven));
    }

    private void watch(Denial denial, Entitlement proven, InboundRequest request, long nanos) {
        if (monitor != null) {
            monitor.denied(denial, proven, origins.client(request), nanos);
        }
    }

    /** Whose failure it is: the caller's; or the proxy's, if it does not say who that is. */
    @Nullable
    IpAddress suspect(InboundRequest request) {
        IpAddress client = origins.client(request);
        return client != null ? client : request.peer();
    }

    private Deny tooManyFailures(long nanosToWait) {
        return named(Deny.because(Denial.TOO_MANY_FAILURES).retryAfter(Duration.ofNanos(nanosToWait)));
    }

    /** The credential may well be good, so that it must not be thrown away. */
    Deny overBudget(long nanosToWait) {
        return named(Deny.because(Denial.UNAVAILABLE)
                .retryAfter(Duration.ofNanos(nanosToWait).plus(sometime())));
    }

    Deny because(Denial denial) {
        return named(Deny.because(denial));
    }

    Deny unavailable() {
        return because(Denial.UNAVAILABLE);
    }

    /** The same under an id, and with a time to try again if it lacks one that it should have. */
    Deny named(Deny deny) {
        Deny named = deny.requestId().equals(Deny.UNNAMED) ? deny.named(ids.next()) : deny;
        return named.denial() == Denial.UNAVAILABLE && named.retryAfter() == null
                ? named.retryAfter(sometime())
                : named;
    }

    /** One to three seconds, so that those who are turned away together do not come back together. */
    private Duration sometime() {
        return Duration.ofSeconds(1 + (random.nextLong() >>> 1) % 3);
    }
}
