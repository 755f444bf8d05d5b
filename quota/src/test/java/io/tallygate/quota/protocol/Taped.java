package io.tallygate.quota.protocol;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
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

/** Keeps what a ledger said on the process's tape. */
record Taped(Process process, Ledger through) implements Ledger {
    @Override
    public Welcome register(Life life) {
        return process.heard(() -> through.register(life));
    }

    @Override
    public Welcome resume(Life life) {
        return process.heard(() -> through.resume(life));
    }

    @Override
    public FlushReply flush(Flush flush) {
        return process.heard(() -> through.flush(flush));
    }

    @Override
    public long wentBack(Life life) {
        return process.heard(() -> through.wentBack(life));
    }

    @Override
    public void recovered(EdgeId edge, long recovery) {
        process.heard(() -> done(() -> through.recovered(edge, recovery)));
    }

    @Override
    public void disputed(Life life, long acknowledged, long counted) {
        process.heard(() -> done(() -> through.disputed(life, acknowledged, counted)));
    }

    @Override
    public void ended(Life life, EndProof proof) {
        process.heard(() -> done(() -> through.ended(life, proof)));
    }

    private static String done(Runnable call) {
        call.run();
        return "done";
    }

    @Override
    public Presence contains(RequestId id) {
        return through.contains(id);
    }

    @Override
    public Statement statement(AccountId account, Window window) {
        return through.statement(account, window);
    }

    @Override
    public List<Window> windows(AccountId account) {
        return through.windows(account);
    }

    @Override
    public LedgerHealth health() {
        return through.health();
    }
}
