package io.tallygate.quota.billing;

import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Money;
import java.util.Locale;

/** Writes an invoice for people, in ASCII and without regard to the machine's language. */
final class InvoiceText {
    private final StringBuilder text = new StringBuilder();

    private InvoiceText() {}

    static String of(Invoice invoice) {
        InvoiceText text = new InvoiceText();
        text.head(invoice);
        invoice.lines().forEach(text::line);
        invoice.fees().forEach(text::fee);
        text.totals(invoice);
        return text.text.toString();
    }

    private void head(Invoice invoice) {
        row(
                "Invoice for %s, %s to %s: %s",
                invoice.account(), invoice.window().start(), invoice.window().end(), invoice.status());
        for (Statement.Missing missing : invoice.missing()) {
            row("  missing: %s: %s", missing.label(), missing.why());
        }
    }

    private void line(InvoiceLine line) {
        row("  %s, plan %s v%d", line.meter(), line.plan(), line.planVersion());
        amount("used", line.used());
        if (line.refunded() > 0) {
            amount("refunded", line.refunded());
        }
        amount("included", line.included());
        amount("beyond", line.over());
        line.price().ifPresent(price -> row("    %-10s %,15d at %s", "packages", line.packages(), price));
        row("    %-10s %15s", "amount", line.amount().map(Money::toString).orElse("no price"));
    }

    private void fee(Invoice.Fee fee) {
        row("  fee of plan %s v%d: %s", fee.plan(), fee.planVersion(), fee.amount());
    }

    private void totals(Invoice invoice) {
        if (invoice.totals().isEmpty()) {
            row("  total: nothing");
        }
        for (Money total : invoice.totals()) {
            row("  total: %s", total);
        }
    }

    private void amount(String name, long units) {
        row("    %-10s %,15d", name, units);
    }

    private void row(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
