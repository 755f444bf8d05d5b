package io.tallygate.quota.testing;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerHealth;
import io.tallygate.quota.ledger.LedgerUnavailableException;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Presence;
import io.tallygate.quota.ledger.Standing;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.ledger.Welcome;
import io.tallygate.quota.plan.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A ledger that passes calls on to another and fails when told. Thread-safe. */
public final class FaultyLedger implements Ledger {
    private final Ledger behind;
    private final Deque<Fault> next = new ArrayDeque<>();
    private final List<Flush> held = new ArrayList<>();
    private final List<Flush> seen = new ArrayList<>();
    private boolean down;

    private FaultyLedger(Ledger behind) {
        this.behind = behind;
    }

    /** In front of that ledger, healthy at first. */
    public static FaultyLedger around(Ledger behind) {
        return new FaultyLedger(behind);
    }

    /** What becomes of one flush. */
    public enum Fault {
        /** It is lost on the way; the sender hears that the ledger cannot be asked. */
        LOSE,
        /** It is taken, and the reply is lost. */
        LOSE_REPLY,
        /** It arrives twice; the sender gets the second reply. */
        REPEAT,
        /** Nothing of it is taken: the database no longer keeps its partitions. */
        NOT_OWNER,
        /** It is held back until {@link #deliverHeld}; the sender hears that the ledger cannot be asked. */
        HOLD
    }

    /** Until {@link #healthy()} nothing arrives, of any kind. */
    public synchronized void down() {
        down = true;
    }

    /** Everything passes, but for flushes whose fate was named. */
    public synchronized void healthy() {
        down = false;
    }

    /** The fates of the next flushes, in order, after those named before. */
    public synchronized void next(Fault... faults) {
        Collections.addAll(next, faults);
    }

    /** Flushes held back arrive now, in the order they were sent; nobody hears the replies. Returns how many. */
    public int deliverHeld() {
        return deliver(takeHeld());
    }

    /** Flushes held back arrive now, in any order, each twice; nobody hears the replies. Returns how many. */
    public int deliverHeldShuffled(RandomGenerator random) {
        List<Flush> late = takeHeld();
        List<Flush> twice = new ArrayList<>(late);
        twice.addAll(late);
        for (int i = twice.size() - 1; i > 0; i--) {
            Collections.swap(twice, i, random.nextInt(i + 1));
        }
        return deliver(twice);
    }

    private synchronized List<Flush> takeHeld() {
        List<Flush> late = List.copyOf(held);
        held.clear();
        return late;
    }

    private int deliver(List<Flush> late) {
        late.forEach(behind::flush);
        return late.size();
    }

    /** All flushes that were sent, those that did not arrive included. */
    public synchronized List<Flush> seen() {
        return List.copyOf(seen);
    }

    @Override
    public FlushReply flush(Flush flush) {
        Fault fault = fate(flush);
        if (fault == null) {
            return call(() -> behind.flush(flush));
        }
        return switch (fault) {
            case LOSE, HOLD -> throw lost();
            case LOSE_REPLY -> {
                call(() -> behind.flush(flush));
                throw lost();
            }
            case NOT_OWNER ->
                new FlushReply(
                        Standing.KNOWN,
                        behind.health().recovery(),
                        flush.batches().stream()
                                .<Answer>map(it -> new Answer.NotOwner(it.partition()))
                                .toList());
            case REPEAT -> {
                call(() -> behind.flush(flush));
                yield behind.flush(flush);
            }
        };
    }

    private synchronized @Nullable Fault fate(Flush flush) {
        seen.add(flush);
        Fault fault = down ? null : next.poll();
        if (fault == Fault.HOLD) {
            held.add(flush);
        }
        return fault;
    }

    private <T> T call(Supplier<T> call) {
        synchronized (this) {
            if (down) {
                throw lost();
            }
        }
        return call.get();
    }

    private void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }

    private static LedgerUnavailableException lost() {
        return new LedgerUnavailableException("the ledger is down, as the test told it to be");
    }

    @Override
    public Welcome register(Life life) {
        return call(() -> behind.register(life));
    }

    @Override
    public Welcome resume(Life life) {
        return call(() -> behind.resume(life));
    }

    @Override
    public long wentBack(Life life) {
        return call(() -> behind.wentBack(life));
    }

    @Override
    public void recovered(EdgeId edge, long recovery) {
        run(() -> behind.recovered(edge, recovery));
    }

    @Override
    public void disputed(Life life, long acknowledged, long counted) {
        run(() -> behind.disputed(life, acknowledged, counted));
    }

    @Override
    public void ended(Life life, EndProof proof) {
        run(() -> behind.ended(life, proof));
    }

    @Override
    public Presence contains(RequestId id) {
        return call(() -> behind.contains(id));
    }

    @Override
    public Statement statement(AccountId account, Window window) {
        return call(() -> behind.statement(account, window));
    }

    @Override
    public List<Window> windows(AccountId account) {
        return call(() -> behind.windows(account));
    }

    @Override
    public LedgerHealth health() {
        return call(behind::health);
    }
}
