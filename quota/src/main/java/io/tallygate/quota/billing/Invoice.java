package io.tallygate.quota.billing;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Money;
import io.tallygate.quota.plan.Window;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an account owes for one window.
 *
 * @param account who owes
 * @param window for which window
 * @param missing why units may be missing; empty when the invoice is complete
 * @param lines one for each meter and plan, in that order; meters nothing was used of have none
 * @param fees what the plans cost that anything was used under, in order of first use by line
 */
public record Invoice(
        AccountId account, Window window, List<Statement.Missing> missing, List<InvoiceLine> lines, List<Fee> fees) {
    /** Copies the lists. */
    public Invoice {
        missing = List.copyOf(missing);
        lines = List.copyOf(lines);
        fees = List.copyOf(fees);
    }

    /** Whether an invoice is final. */
    public enum Status {
        /** Every edge has had its say: lines, fees and totals will not change any more. */
        COMPLETE,
        /** Units may be missing; {@link Invoice#missing()} names who owes them. */
        PROVISIONAL
    }

    /**
     * What a plan costs for the window, whatever was used.
     *
     * @param plan which plan
     * @param planVersion the lowest version anything was counted under
     * @param amount how much
     */
    public record Fee(String plan, int planVersion, Money amount) {}

    /** Whether it is final. */
    public Status status() {
        return missing.isEmpty() ? Status.COMPLETE : Status.PROVISIONAL;
    }

    /**
     * The sums of all lines and fees, one for each currency, in order of its code; empty when nothing has a price.
     *
     * @throws ArithmeticException when a sum exceeds 2^63 micro-units
     */
    public List<Money> totals() {
        SortedMap<Currency, Money> sums = new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
        fees.forEach(fee -> sums.merge(fee.amount().currency(), fee.amount(), Money::plus));
        lines.forEach(line -> line.amount().ifPresent(amount -> sums.merge(amount.currency(), amount, Money::plus)));
        return List.copyOf(sums.values());
    }

    /** For people to read: the same text for the same invoice. Lines end with a line feed. */
    public String toText() {
        return InvoiceText.of(this);
    }
}
