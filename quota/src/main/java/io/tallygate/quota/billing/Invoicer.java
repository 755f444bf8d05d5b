package io.tallygate.quota.billing;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerUnavailableException;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.PlanBook;
import io.tallygate.quota.plan.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes invoices out of what the ledger knows. A window is billed at the lowest version of a plan that any edge counted
 * it under. Lines, fees and totals of a {@link Invoice.Status#COMPLETE} invoice are the same whenever they are asked for
 * again, as long as the plan book keeps its versions; what comes later is in {@link #adjustments}. Only the status may
 * fall back for a while, when an edge is not heard of or the ledger was restored. Immutable and thread-safe.
 *
 * <p>All methods throw {@link LedgerUnavailableException} when the ledger cannot be asked, and {@link
 * UnknownPlanException} when the book lacks a version of a plan that units were counted under.
 */
public final class Invoicer {
    private final Ledger ledger;
    private final PlanBook plans;

    private Invoicer(Ledger ledger, PlanBook plans) {
        this.ledger = ledger;
        this.plans = plans;
    }

    /** Bills what is in this ledger by the plans of this book. */
    public static Invoicer on(Ledger ledger, PlanBook plans) {
        return new Invoicer(ledger, plans);
    }

    /**
     * One account's invoice for one window. An account that used nothing has an invoice without lines and fees: the
     * ledger does not know its plan.
     */
    public Invoice invoice(AccountId account, Window window) {
        Statement statement = statement(account, window);
        List<InvoiceLine> lines = new ArrayList<>();
        Map<String, Plan> fees = new LinkedHashMap<>();
        for (Statement.Line line : statement.lines()) {
            if (line.used() > 0 || line.refunded() > 0) {
                Plan plan = plan(account, window, line);
                lines.add(Pricing.line(plan, line));
                fees.merge(line.plan(), plan, (one, other) -> one.version() <= other.version() ? one : other);
            }
        }
        return new Invoice(account, window, statement.missing(), lines, Pricing.fees(fees.values()));
    }

    /** One account's invoices for all windows in which it used anything, in order of window. */
    public List<Invoice> invoices(AccountId account) {
        return ledger.windows(account).stream()
                .filter(window -> !window.equals(CounterKey.USES))
                .map(window -> invoice(account, window))
                .toList();
    }

    /**
     * What came after the window was closed: units that are no part of its invoice, priced as the last ones of the
     * window. More may come at any time; each adjustment states the whole amount so far, not what is new in it.
     */
    public List<Adjustment> adjustments(AccountId account, Window window) {
        List<Adjustment> adjustments = new ArrayList<>();
        for (Statement.Line line : statement(account, window).lines()) {
            if (line.lateUsed() > 0 || line.lateRefunded() > 0) {
                adjustments.add(Pricing.adjustment(plan(account, window, line), line));
            }
        }
        return List.copyOf(adjustments);
    }

    private Statement statement(AccountId account, Window window) {
        if (window.equals(CounterKey.USES)) {
            throw new IllegalArgumentException(
                    "uses of limited grants are counted, never billed; ask for a window of" + " the plan's calendar");
        }
        return ledger.statement(account, window);
    }

    private Plan plan(AccountId account, Window window, Statement.Line line) {
        return plans.find(line.plan(), line.planVersion())
                .orElseThrow(() -> new UnknownPlanException("account " + account + " was counted under plan "
                        + line.plan() + " v" + line.planVersion() + " in " + window
                        + ", which the plan book does not have; add that version to the book and keep it there"
                        + " for as long as its windows may be billed"));
    }
}
