package io.tallygate.quota.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Mark;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.plan.Money;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.PlanBook;
import io.tallygate.quota.plan.Window;
import io.tallygate.testing.ManualTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvoicerTest {
    private static final AccountId ACME = new AccountId("acme");
    private static final Window MARCH =
            new Window(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
    private static final Plan STARTER = Plan.named("starter").included(12_000).overage("0.05 USD", 10);
    private static final Plan CHEAPER = STARTER.version(2).included(15_000);

    private final ManualTime time = ManualTime.at(MARCH.end());
    private final InMemoryLedger ledger = new InMemoryLedger(time);
    private final Life life = new Life(new EdgeId("0".repeat(32)), "eu-1", 7);
    private final Invoicer invoicer = Invoicer.on(ledger, PlanBook.of(STARTER, CHEAPER));
    private Mark head = Mark.NONE;

    InvoicerTest() {
        ledger.register(life);
    }

    private static CounterValue value(int counter, String meter, Plan plan, long used, long refunded) {
        return new CounterValue(
                counter, new CounterKey(ACME, meter, MARCH, plan.name(), plan.version(), false), used, refunded);
    }

    private static CounterValue requests(int counter, Plan plan, long used, long refunded) {
        return value(counter, "requests", plan, used, refunded);
    }

    private void count(CounterValue... values) {
        send(null, values);
    }

    private void close() {
        send(MARCH.end());
    }

    private void send(Instant closedTo, CounterValue... values) {
        Mark mark = new Mark(head.sequence() + 1, head.sequence());
        Batch batch = new Batch(Partitions.of(ACME), mark, head, closedTo, List.of(values));
        assertThat(ledger.flush(new Flush(life, List.of(batch))).answers())
                .hasSize(1)
                .allMatch(Answer.Acknowledged.class::isInstance);
        head = mark;
    }

    private Invoice invoice() {
        return invoicer.invoice(ACME, MARCH);
    }

    private static List<Money> usd(String amount) {
        return List.of(Money.parse(amount + " USD"));
    }

    @Test
    void billsEachStartedPackageBeyondTheIncludedUnits() {
        count(requests(0, STARTER, 12_341, 0));
        InvoiceLine line = invoice().lines().get(0);
        assertThat(line.billable()).isEqualTo(12_341);
        assertThat(line.over()).isEqualTo(341);
        assertThat(line.packages()).isEqualTo(35);
        assertThat(line.amount()).contains(Money.parse("1.75 USD"));
        assertThat(invoice().totals()).isEqualTo(usd("1.75"));
    }

    @Test
    void billsNothingUpToTheIncludedUnits() {
        count(requests(0, STARTER, 12_000, 0));
        assertThat(invoice().totals()).isEqualTo(usd("0.00"));
    }

    @Test
    void doesNotBillWhatWasGivenBack() {
        count(requests(0, STARTER, 12_010, 9));
        assertThat(invoice().lines().get(0).over()).isEqualTo(1);
        assertThat(invoice().totals()).isEqualTo(usd("0.05"));
    }

    @Test
    void billsTheWholeWindowAtTheLowestVersion() {
        count(requests(0, CHEAPER, 14_000, 0));
        assertThat(invoice().totals()).isEqualTo(usd("0.00"));
        count(requests(1, STARTER, 10, 0));
        assertThat(invoice().lines()).hasSize(1);
        assertThat(invoice().lines().get(0).planVersion()).isEqualTo(1);
        assertThat(invoice().totals()).isEqualTo(usd("10.05"));
    }

    @Test
    void sumsUpByCurrencyWithFees() {
        Plan euro = Plan.named("europe").fee("9.90 EUR").overage("bytes", "0.01 EUR", 1_000);
        count(requests(0, STARTER, 12_001, 0), value(1, "bytes", euro, 1_001, 0), value(2, "calls", euro, 7, 0));
        Invoice invoice = Invoicer.on(ledger, PlanBook.of(STARTER, euro)).invoice(ACME, MARCH);
        assertThat(invoice.fees()).containsExactly(new Invoice.Fee("europe", 1, Money.parse("9.90 EUR")));
        assertThat(invoice.totals()).containsExactly(Money.parse("9.92 EUR"), Money.parse("0.05 USD"));
        assertThat(invoice.lines()).extracting(InvoiceLine::meter).containsExactly("bytes", "calls", "requests");
        assertThat(invoice.lines().get(1).amount()).as("no price").isEmpty();
        assertThat(invoice.lines().get(1).packages()).isZero();
    }

    @Test
    void namesWhoOwesUnitsUntilItIsComplete() {
        count(requests(0, STARTER, 1, 0));
        assertThat(invoice().status()).isEqualTo(Invoice.Status.PROVISIONAL);
        assertThat(invoice().missing()).extracting(it -> it.label()).containsExactly("ledger", "eu-1");
        close();
        assertThat(invoice().status()).isEqualTo(Invoice.Status.COMPLETE);
    }

    @Test
    void neverChangesACompleteInvoice() {
        count(requests(0, CHEAPER, 14_995, 0));
        close();
        Invoice complete = invoice();
        assertThat(complete.status()).isEqualTo(Invoice.Status.COMPLETE);
        count(requests(0, CHEAPER, 15_011, 0), requests(1, STARTER, 50, 0), value(2, "bytes", STARTER, 5, 5));
        assertThat(invoice()).isEqualTo(complete);
        assertThat(invoice().toText()).isEqualTo(complete.toText());
    }

    @Test
    void pricesAdjustmentsOnTopOfTheWindow() {
        count(requests(0, STARTER, 12_005, 0));
        close();
        assertThat(invoicer.adjustments(ACME, MARCH)).isEmpty();
        count(requests(0, STARTER, 12_010, 0));
        assertThat(invoicer.adjustments(ACME, MARCH))
                .as("the package was paid already")
                .containsExactly(
                        new Adjustment("requests", "starter", 1, 5, 0, 5, Optional.of(Money.parse("0.00 USD"))));
        count(requests(0, STARTER, 12_011, 0), value(1, "bytes", STARTER, 3, 0));
        assertThat(invoicer.adjustments(ACME, MARCH))
                .containsExactly(
                        new Adjustment("bytes", "starter", 1, 3, 0, 3, Optional.empty()),
                        new Adjustment("requests", "starter", 1, 6, 0, 6, Optional.of(Money.parse("0.05 USD"))));
        count(requests(0, STARTER, 12_011, 100));
        assertThat(invoicer.adjustments(ACME, MARCH).get(1))
                .as("a credit")
                .isEqualTo(
                        new Adjustment("requests", "starter", 1, 6, 100, -94, Optional.of(Money.parse("-0.05 USD"))));
    }

    @Test
    void saysWhatToAddWhenTheBookLacksAVersion() {
        count(requests(0, STARTER.version(9), 1, 0));
        assertThatThrownBy(this::invoice)
                .isInstanceOf(UnknownPlanException.class)
                .hasMessageContaining("plan starter v9")
                .hasMessageContaining("add that version to the book");
        assertThatThrownBy(() -> invoicer.invoices(ACME)).isInstanceOf(UnknownPlanException.class);
    }

    @Test
    void listsAllWindowsWithUse() {
        assertThat(invoicer.invoices(ACME)).isEmpty();
        count(requests(0, STARTER, 1, 0));
        assertThat(invoicer.invoices(ACME)).containsExactly(invoice());
        assertThat(invoicer.invoice(new AccountId("other"), MARCH).lines()).isEmpty();
        assertThat(invoicer.invoice(new AccountId("other"), MARCH).totals()).isEmpty();
    }

    @Test
    void writesItselfForPeople() {
        count(requests(0, STARTER.fee("9.00 USD"), 12_347, 6));
        Invoicer withFee = Invoicer.on(ledger, PlanBook.of(STARTER.fee("9.00 USD")));
        assertThat(withFee.invoice(ACME, MARCH).toText()).isEqualTo("""
                        Invoice for acme, 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z: PROVISIONAL
                          missing: ledger: the window is not over: no edge has closed it yet
                          missing: eu-1: has not closed the window: it has closed none yet
                          requests, plan starter v1
                            used                12,347
                            refunded                 6
                            included            12,000
                            beyond                 341
                            packages                35 at 0.05 USD per 10
                            amount            1.75 USD
                          fee of plan starter v1: 9.00 USD
                          total: 10.75 USD
                        """);
        close();
        assertThat(withFee.invoice(ACME, MARCH).toText())
                .startsWith("Invoice for acme, 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z: COMPLETE\n  requests,");
    }

    @Test
    void writesAnInvoiceOfNothing() {
        close();
        assertThat(invoice().toText()).isEqualTo("""
                        Invoice for acme, 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z: COMPLETE
                          total: nothing
                        """);
    }
}
