package io.tallygate.quota.billing;

import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Money;
import io.tallygate.quota.plan.PackagePrice;
import io.tallygate.quota.plan.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Puts prices to units. */
final class Pricing {
    private Pricing() {}

    static InvoiceLine line(Plan plan, Statement.Line line) {
        long billable = billable(line.used(), line.refunded());
        long included = plan.included(line.meter());
        long over = Math.max(0, billable - included);
        Optional<PackagePrice> price = plan.overage(line.meter());
        return new InvoiceLine(
                line.meter(),
                plan.name(),
                plan.version(),
                line.used(),
                line.refunded(),
                billable,
                included,
                over,
                price,
                price.map(it -> it.cost(billable, included)));
    }

    static List<Invoice.Fee> fees(Collection<Plan> plans) {
        return plans.stream()
                .filter(plan -> plan.fee().isPresent())
                .map(plan ->
                        new Invoice.Fee(plan.name(), plan.version(), plan.fee().orElseThrow()))
                .toList();
    }

    static Adjustment adjustment(Plan plan, Statement.Line line) {
        long before = billable(line.used(), line.refunded());
        long after = billable(line.used() + line.lateUsed(), line.refunded() + line.lateRefunded());
        Optional<Money> amount = plan.cost(line.meter(), after)
                .map(cost -> cost.minus(plan.cost(line.meter(), before).orElseThrow()));
        return new Adjustment(
                line.meter(),
                plan.name(),
                plan.version(),
                line.lateUsed(),
                line.lateRefunded(),
                after - before,
                amount);
    }

    /** Nobody is paid for giving back more than was used, as a refund of units of another counter might. */
    private static long billable(long used, long refunded) {
        return Math.max(0, used - refunded);
    }
}
