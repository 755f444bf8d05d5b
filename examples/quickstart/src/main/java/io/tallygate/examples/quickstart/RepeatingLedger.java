package io.tallygate.examples.quickstart;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
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
import org.jspecify.annotations.Nullable;

/** Passes everything on, and can send the last flush once more, as a network that repeats itself would. */
final class RepeatingLedger implements Ledger {
    private final Ledger ledger;
    private volatile @Nullable Flush last;

    RepeatingLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Sends the last batches with values again; says how many values went and what was answered. */
    String repeat() {
        Flush again = last;
        if (again == null) {
            return "0 0 0";
        }
        FlushReply reply = ledger.flush(again);
        long values = again.batches().stream()
                .mapToLong(batch -> batch.values().size())
                .sum();
        long units = again.batches().stream()
                .flatMap(batch -> batch.values().stream())
                .mapToLong(value -> value.used() - value.refunded())
                .sum();
        long acknowledged = reply.answers().stream()
                .filter(Answer.Acknowledged.class::isInstance)
                .count();
        return values + " " + units + " " + acknowledged;
    }

    @Override
    public FlushReply flush(Flush flush) {
        FlushReply reply = ledger.flush(flush);
        List<Batch> full = flush.batches().stream()
                .filter(batch -> !batch.values().isEmpty())
                .toList();
        if (!full.isEmpty()) {
            last = new Flush(flush.life(), full);
        }
        return reply;
    }

    @Override
    public Welcome register(Life life) {
        return ledger.register(life);
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
