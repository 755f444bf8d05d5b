package io.tallygate.testing;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.ChangeFeed.Page;
import io.tallygate.spi.ChangeFeed.Reading;
import io.tallygate.spi.ChangeFeed.State;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A directory that passes calls on to another and fails when told; so does its log of changes, if the other has one.
 * Naming a fault ends the one before and lets go the calls that hang in it. Thread-safe.
 */
public final class FaultyDirectory implements Directory {
    /** Which calls a fault hits. */
    public enum Calls {
        /** All of them. */
        ALL,
        /** Of records and plans. */
        LOOK_UPS,
        /** Of the log of changes. */
        FEED,
        /** For being told of news. */
        SUBSCRIPTIONS
    }

    private final Directory behind;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger feedCalls = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile Calls hit = Calls.ALL;
    private volatile boolean telling = true;

    private FaultyDirectory(Directory behind) {
        this.behind = behind;
    }

    /** In front of that directory, healthy at first. */
    public static FaultyDirectory around(Directory behind) {
        return new FaultyDirectory(behind);
    }

    /** Lets faults hit these calls only, now and from now on; the others pass. At first they hit all. */
    public void only(Calls which) {
        hit = which;
    }

    /** Every call passes, and the log says the truth. */
    public void healthy() {
        become(Fault.NONE);
    }

    /** Every call says that the centre cannot be asked. */
    public void down() {
        throwing(() -> new DirectoryUnavailableException("the directory is down, as the test told it to be"));
    }

    /** Every call throws what the supplier makes, be it an error or a checked exception. */
    public void throwing(Supplier<? extends Throwable> made) {
        become(Fault.before(() -> FaultyDirectory.<RuntimeException>throwAny(made.get()), () -> {}));
    }

    /**
     * Every call waits, in real time, until another fault is named, and then passes. A thread that is interrupted while
     * it waits gets {@link DirectoryUnavailableException} and stays interrupted.
     */
    public void hanging() {
        CountDownLatch latch = new CountDownLatch(1);
        become(Fault.before(() -> await(latch), latch::countDown));
    }

    /** Every call answers null, which its contract forbids. */
    public void answeringNull() {
        become(Fault.answeringNull());
    }

    /** Every call first runs this, for instance {@code () -> time.advance(ofSeconds(3))}, and then passes. */
    public void delayedBy(Runnable delay) {
        become(Fault.before(delay, () -> {}));
    }

    /** The log says of every position that it has a gap behind it. */
    public void sayingGap() {
        become(Fault.lying(state -> state, page -> new ChangeFeed.Gap()));
    }

    /** The log says that there is more, and gives out the same position again and again. */
    public void standingStill() {
        become(Fault.lying(
                state -> state,
                found -> found instanceof Page page ? new Page(page.changes(), FeedPosition.START, true) : found));
    }

    /** The last change of each page of the log names nothing, which its contract forbids. */
    @SuppressWarnings("NullAway") // naming nothing against the contract is the purpose
    public void namingNothing() {
        become(Fault.lying(state -> state, found -> {
            if (!(found instanceof Page page)) {
                return found;
            }
            List<Change> changes = new ArrayList<>(page.changes());
            changes.add(new Change.Revoked(null, null));
            return new Page(changes, page.next(), page.more(), page.asOf());
        }));
    }

    /** The log says that this is how it was at that time, as one does that answers from a copy. */
    public void answeringAsOf(Instant asOf) {
        become(Fault.lying(
                state -> new State(state.position(), state.revocations(), asOf),
                found ->
                        found instanceof Page page ? new Page(page.changes(), page.next(), page.more(), asOf) : found));
    }

    /** Whether the log tells of news, whatever is wrong with it. At first it does. */
    public void telling(boolean ofNews) {
        telling = ofNews;
    }

    /** How many look-ups of records and plans were made, failed ones included; a {@link #findAll} is one. */
    public int calls() {
        return calls.get();
    }

    /** How many calls of the log of changes were made, failed ones included. */
    public int feedCalls() {
        return feedCalls.get();
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return lookUp(fault -> behind.find(id));
    }

    @Override
    public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        return lookUp(fault -> behind.findAll(ids));
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return lookUp(fault -> behind.plan(account));
    }

    @Override
    public void recordUses(Collection<CredentialUse> uses) {
        lookUp(fault -> {
            behind.recordUses(uses);
            return uses;
        });
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return behind.changes().map(Feed::new);
    }

    private synchronized void become(Fault next) {
        Fault ended = fault;
        fault = next;
        ended.release.run();
    }

    private <T> T lookUp(Function<Fault, T> call) {
        calls.incrementAndGet();
        return call(Calls.LOOK_UPS, call);
    }

    private <T> T feed(Calls kind, Function<Fault, T> call) {
        feedCalls.incrementAndGet();
        return call(kind, call);
    }

    @SuppressWarnings("NullAway") // answering null against the contract is the purpose
    private <T> T call(Calls kind, Function<Fault, T> call) {
        Fault present = hit == Calls.ALL || hit == kind ? fault : Fault.NONE;
        present.before.run();
        return present.answersNull ? null : call.apply(present);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailableException("interrupted while the directory hung", interrupted);
        }
    }

    /** Throws checked exceptions too, as code in other languages of the JVM can. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAny(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private final class Feed implements ChangeFeed {
        private final ChangeFeed behind;

        Feed(ChangeFeed behind) {
            this.behind = behind;
        }

        @Override
        public State state() {
            return feed(Calls.FEED, fault -> fault.state.apply(behind.state()));
        }

        @Override
        public Reading changes(FeedPosition since, int limit) {
            return feed(Calls.FEED, fault -> fault.reading.apply(behind.changes(since, limit)));
        }

        @Override
        public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
            return feed(Calls.FEED, fault -> behind.credentials(after, limit));
        }

        @Override
        public Subscription subscribe(Background background, Runnable news) {
            return feed(
                    Calls.SUBSCRIPTIONS,
                    fault -> behind.subscribe(background, () -> {
                        if (telling) {
                            news.run();
                        }
                    }));
        }
    }

    /**
     * What is wrong.
     *
     * @param before done by each call before it passes
     * @param release lets go the calls that hang
     * @param state what is made of the state that the log gives out
     * @param reading what is made of its pages
     */
    private record Fault(
            Runnable before,
            Runnable release,
            boolean answersNull,
            UnaryOperator<State> state,
            UnaryOperator<Reading> reading) {
        static final Fault NONE = before(() -> {}, () -> {});

        static Fault before(Runnable before, Runnable release) {
            return new Fault(before, release, false, UnaryOperator.identity(), UnaryOperator.identity());
        }

        static Fault answeringNull() {
            return new Fault(() -> {}, () -> {}, true, UnaryOperator.identity(), UnaryOperator.identity());
        }

        static Fault lying(UnaryOperator<State> state, UnaryOperator<Reading> reading) {
            return new Fault(() -> {}, () -> {}, false, state, reading);
        }
    }
}
