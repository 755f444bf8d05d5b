package io.tallygate.quota.protocol;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerHealth;
import io.tallygate.quota.ledger.LedgerUnavailableException;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Presence;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.ledger.Welcome;
import io.tallygate.quota.plan.Window;
import java.util.List;
import java.util.function.Supplier;

/** The way from one process to the ledger: what is said may be lost, repeated, late, or answered in vain. */
final class Network implements Ledger {
    private final Chaos chaos;
    private final Process process;
    private final Ledger ledger;
    boolean cut;

    Network(Chaos chaos, Process process, Ledger ledger) {
        this.chaos = chaos;
        this.process = process;
        this.ledger = ledger;
    }

    /** The ledger hears it; nobody hears the reply. */
    @SuppressWarnings("ReturnValueIgnored")
    private static void repeat(Supplier<?> call) {
        call.get();
    }

    private <T> T say(String what, boolean mayBeLate, Supplier<T> call) {
        process.io("send " + what);
        chaos.betweenCalls();
        if (cut || chaos.strikes(Fault.LOST_REQUEST)) {
            throw new LedgerUnavailableException("lost request");
        }
        if (mayBeLate && chaos.strikes(Fault.LATE)) {
            chaos.post(what, () -> repeat(call));
            throw new LedgerUnavailableException("late request");
        }
        T reply = call.get();
        if (chaos.strikes(Fault.REPEATED)) {
            repeat(call);
        }
        process.io("hear " + what);
        if (chaos.strikes(Fault.LOST_REPLY)) {
            throw new LedgerUnavailableException("lost reply");
        }
        return reply;
    }

    private void tell(String what, boolean mayBeLate, Runnable call) {
        say(what, mayBeLate, () -> {
            call.run();
            return what;
        });
    }

    @Override
    public Welcome register(Life life) {
        return say("register", true, () -> ledger.register(life));
    }

    @Override
    public Welcome resume(Life life) {
        return say("resume", true, () -> ledger.resume(life));
    }

    @Override
    public FlushReply flush(Flush flush) {
        return say("flush", true, () -> ledger.flush(flush));
    }

    @Override
    public long wentBack(Life life) {
        return say("wentBack", false, () -> ledger.wentBack(life));
    }

    @Override
    public void recovered(EdgeId edge, long recovery) {
        tell("recovered", true, () -> ledger.recovered(edge, recovery));
    }

    @Override
    public void disputed(Life life, long acknowledged, long counted) {
        tell("disputed", true, () -> ledger.disputed(life, acknowledged, counted));
    }

    @Override
    public void ended(Life life, EndProof proof) {
        tell("ended", false, () -> ledger.ended(life, proof));
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
