package io.tallygate.examples.quickstart;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerHealth;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Presence;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.ledger.Welcome;
import io.tallygate.quota.plan.Window;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes everything on, and when told to sends the next flush with values twice, as a network that repeats itself would. */
final class RepeatingLedger implements Ledger {
    private final Ledger ledger;
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile String repeated = "nothing";

    RepeatingLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    void repeatNext() {
        armed.set(true);
    }

    /** What was sent twice: how many counters, with how many units, and whether all was acknowledged again. */
    String repeated() {
        return repeated;
    }

    @Override
    public FlushReply flush(Flush flush) {
        FlushReply reply = ledger.flush(flush);
        List<CounterValue> values = flush.batches().stream()
                .flatMap(batch -> batch.values().stream())
                .toList();
        if (!values.isEmpty() && armed.get()) {
            FlushReply again = ledger.flush(flush);
            armed.set(false);
            long units = values.stream()
                    .mapToLong(value -> value.used() - value.refunded())
                    .sum();
            boolean all = again.answers().stream().allMatch(Answer.Acknowledged.class::isInstance);
            repeated = values.size() + " " + units + " " + all;
        }
        return reply;
    }

    @Override
    public Welcome register(Life life) {
        return ledger.register(life);
    }

    @Override
    public Welcome resume(Life life) {
        return ledger.resume(life);
    }

    @Override
    public long wentBack(Life life) {
        return ledger.wentBack(life);
    }

    @Override
    public void recovered(EdgeId edge, long recovery) {
        ledger.recovered(edge, recovery);
    }

    @Override
    public void disputed(Life life, long acknowledged, long counted) {
        ledger.disputed(life, acknowledged, counted);
    }

    @Override
    public void ended(Life life, EndProof proof) {
        ledger.ended(life, proof);
    }

    @Override
    public Presence contains(RequestId id) {
        return ledger.contains(id);
    }

    @Override
    public Statement statement(AccountId account, Window window) {
        return ledger.statement(account, window);
    }

    @Override
    public List<Window> windows(AccountId account) {
        return ledger.windows(account);
    }

    @Override
    public LedgerHealth health() {
        return ledger.health();
    }
}
