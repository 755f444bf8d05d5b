package io.tallygate.examples.quickstart;

import io.tallygate.quota.plan.Plan;
import java.time.Duration;

/** What customers buy. Edges enforce it, the centre bills by it. */
final class Plans {
    static final Plan STARTER = Plan.named("starter")
            .rate("burst", 5_000, Duration.ofSeconds(1))
            .included(12_000)
            .overage("0.05 USD", 10);
    static final Plan TRIAL = Plan.named("trial").rate("hourly", 1, Duration.ofHours(1));

    private Plans() {}
}
