package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import io.tallygate.model.RequestId;
import io.tallygate.quota.billing.Invoice;
import io.tallygate.quota.billing.InvoiceLine;
import io.tallygate.quota.billing.Invoicer;
import io.tallygate.quota.ledger.JdbcLedger;
import io.tallygate.quota.ledger.Presence;
import io.tallygate.quota.plan.PlanBook;
import io.tallygate.quota.plan.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Act six: the month ends, the bill is written, and it is checked against what the customers saw. */
final class Books {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 200;

    private final Stage stage;
    private final ShiftedTime time = new ShiftedTime();
    private final JdbcLedger ledger;
    private final Invoicer invoicer;

    Books(Stage stage) {
        this.stage = stage;
        this.ledger = stage.centre.ledger().clock(time);
        this.invoicer = Invoicer.on(ledger, PlanBook.of(Plans.STARTER, Plans.TRIAL));
    }

    Verdict close() throws InterruptedException {
        Window month = ledger.windows(Stage.ACME).get(0);
        endTheMonth(month);
        Invoice acme = awaitComplete(month);
        showRepeatedFlush();
        say("");
        say("%s", acme.toText());
        return verdict(acme, units(acme) + units(invoicer.invoice(Stage.TRIAL, month)));
    }

    /** The wall clocks of all are put forward past the end of the month. */
    private void endTheMonth(Window month) throws InterruptedException {
        long ahead = Duration.between(Instant.now(), month.end()).plusMinutes(1).toMillis();
        time.forward(ahead);
        for (EdgeProcess edge : stage.edges()) {
            edge.ask("forward " + ahead);
        }
        say("");
        say("The month ends (the edges' clocks are put forward); waiting for each edge's word that it sent everything");
    }

    private Invoice awaitComplete(Window month) throws InterruptedException {
        Invoice invoice = invoicer.invoice(Stage.ACME, month);
        long deadline = System.nanoTime() + WAIT.toNanos();
        while (invoice.status() != Invoice.Status.COMPLETE && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            invoice = invoicer.invoice(Stage.ACME, month);
        }
        return invoice;
    }

    private void showRepeatedFlush() throws InterruptedException {
        String[] repeated = stage.eu().ask("repeated").split(" ");
        say(
                "Edge eu sent one flush twice: the ledger had all %s counters and %,d units of it, and added nothing",
                repeated[1], Long.valueOf(repeated[2]));
    }

    /** Nothing is lost if each answered request is in the ledger; nothing doubled if no more is than was ever sent. */
    private Verdict verdict(Invoice acme, long billed) {
        List<String> ids = stage.tally.servedIds();
        long served = stage.tally.served();
        long unanswered = stage.tally.unanswered();
        long absent = ids.parallelStream().filter(id -> !isCounted(id)).count();
        long tooMany = Math.max(0, billed - served - unanswered);
        long sameId = served - ids.stream().distinct().count();
        return new Verdict(
                acme.status() == Invoice.Status.COMPLETE,
                served,
                billed,
                unanswered,
                Math.max(absent, served - billed),
                tooMany + sameId);
    }

    private boolean isCounted(String id) {
        return ledger.contains(RequestId.parse(id)) == Presence.COUNTED;
    }

    private static long units(Invoice invoice) {
        return invoice.lines().stream().mapToLong(InvoiceLine::billable).sum();
    }
}
