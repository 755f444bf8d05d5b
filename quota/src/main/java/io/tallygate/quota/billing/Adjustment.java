package io.tallygate.quota.billing;

import io.tallygate.quota.plan.Money;
import java.util.Optional;

/**
 * Units that came after the window was closed.
 *
 * @param meter what was used
 * @param plan under which plan
 * @param planVersion the version the window is billed at
 * @param used units used
 * @param refunded units given back
 * @param billable by how much they change the billable units of the window; negative when more was given back
 * @param amount what the window would cost with them, less what it costs without; negative for a credit, empty when the
 *     meter has no price
 */
public record Adjustment(
        String meter, String plan, int planVersion, long used, long refunded, long billable, Optional<Money> amount) {}
