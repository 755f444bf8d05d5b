package io.tallygate.testing;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A directory that passes calls on to another and fails when told. Naming a fault ends the one before and lets go the
 * calls that hang in it. Thread-safe.
 */
public final class FaultyDirectory implements Directory {
    private static final Runnable NOTHING = () -> {};

    private final Directory behind;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Fault fault = new Fault(NOTHING, false, NOTHING);

    private FaultyDirectory(Directory behind) {
        this.behind = behind;
    }

    /** In front of that directory, healthy at first. */
    public static FaultyDirectory around(Directory behind) {
        return new FaultyDirectory(behind);
    }

    /** Every call passes. */
    public void healthy() {
        become(new Fault(NOTHING, false, NOTHING));
    }

    /** Every call says that the centre cannot be asked. */
    public void down() {
        throwing(() -> new DirectoryUnavailableException("the directory is down, as the test told it to be"));
    }

    /** Every call throws what the supplier makes, be it an error or a checked exception. */
    public void throwing(Supplier<? extends Throwable> made) {
        become(new Fault(() -> FaultyDirectory.<RuntimeException>throwAny(made.get()), false, NOTHING));
    }

    /**
     * Every call waits, in real time, until another fault is named, and then passes. A thread that is interrupted while
     * it waits gets {@link DirectoryUnavailableException} and stays interrupted.
     */
    public void hanging() {
        CountDownLatch latch = new CountDownLatch(1);
        become(new Fault(() -> await(latch), false, latch::countDown));
    }

    /** Every call answers null, which its contract forbids. */
    public void answeringNull() {
        become(new Fault(NOTHING, true, NOTHING));
    }

    /** Every call first runs this, for instance {@code () -> time.advance(ofSeconds(3))}, and then passes. */
    public void delayedBy(Runnable delay) {
        become(new Fault(delay, false, NOTHING));
    }

    /** How many calls were made, failed ones included; a {@link #findAll} is one. */
    public int calls() {
        return calls.get();
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return call(() -> behind.find(id));
    }

    @Override
    public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        return call(() -> behind.findAll(ids));
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return call(() -> behind.plan(account));
    }

    @Override
    public void recordUses(Collection<CredentialUse> uses) {
        call(() -> {
            behind.recordUses(uses);
            return uses;
        });
    }

    /** That of the directory behind, with the same faults. Asking for it is no call, and signals pass whatever the fault. */
    @Override
    public Optional<ChangeFeed> changes() {
        return behind.changes().map(FaultyFeed::new);
    }

    private synchronized void become(Fault next) {
        Fault ended = fault;
        fault = next;
        ended.release.run();
    }

    @SuppressWarnings("NullAway") // answering null against the contract is the purpose
    private <T> T call(Supplier<T> call) {
        Fault present = fault;
        calls.incrementAndGet();
        present.before.run();
        return present.answersNull ? null : call.get();
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

    private final class FaultyFeed implements ChangeFeed {
        private final ChangeFeed feed;

        FaultyFeed(ChangeFeed feed) {
            this.feed = feed;
        }

        @Override
        public State state() {
            return call(feed::state);
        }

        @Override
        public Reading changes(FeedPosition since, int limit) {
            return call(() -> feed.changes(since, limit));
        }

        @Override
        public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
            return call(() -> feed.credentials(after, limit));
        }

        @Override
        public Subscription subscribe(Background background, Runnable news) {
            return feed.subscribe(background, news);
        }
    }

    private record Fault(Runnable before, boolean answersNull, Runnable release) {}
}
