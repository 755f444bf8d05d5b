package io.tallygate.quota.billing;

import io.tallygate.quota.plan.Money;
import io.tallygate.quota.plan.PackagePrice;
import java.util.Optional;

/**
 * The use of one meter under one plan.
 *
 * @param meter what was used
 * @param plan under which plan
 * @param planVersion the version it is billed at: the lowest that any edge counted it under
 * @param used units used
 * @param refunded units given back
 * @param billable units used and not given back
 * @param included how many of them the plan includes in a window
 * @param over units beyond the included ones
 * @param price of a package of units beyond, when the meter has one
 * @param amount what the units beyond cost; empty when the meter has no price
 */
public record InvoiceLine(
        String meter,
        String plan,
        int planVersion,
        long used,
        long refunded,
        long billable,
        long included,
        long over,
        Optional<PackagePrice> price,
        Optional<Money> amount) {
    /** Packages of units beyond the included ones, the last of them perhaps not used up; 0 for a meter without price. */
    public long packages() {
        return price.map(it -> over / it.size() + Long.signum(over % it.size())).orElse(0L);
    }
}
