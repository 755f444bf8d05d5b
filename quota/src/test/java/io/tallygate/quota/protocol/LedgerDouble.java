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

/** A ledger that passes everything on; each broken double breaks one thing. */
class LedgerDouble implements Ledger {
    final Ledger real;

    LedgerDouble(Ledger real) {
        this.real = real;
    }

    @Override
    public Welcome register(Life life) {
        return real.register(life);
    }

    @Override
    public Welcome resume(Life life) {
        return real.resume(life);
    }

    @Override
    public FlushReply flush(Flush flush) {
        return real.flush(flush);
    }

    @Override
    public long wentBack(Life life) {
        return real.wentBack(life);
    }

    @Override
    public void recovered(EdgeId edge, long recovery) {
        real.recovered(edge, recovery);
    }

    @Override
    public void disputed(Life life, long acknowledged, long counted) {
        real.disputed(life, acknowledged, counted);
    }

    @Override
    public void ended(Life life, EndProof proof) {
        real.ended(life, proof);
    }

    @Override
    public Presence contains(RequestId id) {
        return real.contains(id);
    }

    @Override
    public Statement statement(AccountId account, Window window) {
        return real.statement(account, window);
    }

    @Override
    public List<Window> windows(AccountId account) {
        return real.windows(account);
    }

    @Override
    public LedgerHealth health() {
        return real.health();
    }
}
