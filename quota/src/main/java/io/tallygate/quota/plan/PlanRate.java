package io.tallygate.quota.plan;

import io.tallygate.limit.RateLimit;
import java.util.Objects;

/**
 * A rate limit of a plan.
 *
 * @param limit how much is allowed
 * @param scope who shares it
 */
public record PlanRate(RateLimit limit, RateScope scope) {
    /** Checks that both are there. */
    public PlanRate {
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(scope, "scope");
    }
}
