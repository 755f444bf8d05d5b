package io.tallygate.quota;

import io.tallygate.model.Entitlement;
import io.tallygate.model.RequestId;
import io.tallygate.quota.MarkFile.State;
import io.tallygate.quota.ledger.LedgerUnavailableException;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.PlanBook;
import io.tallygate.spi.Background;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Tab;
import io.tallygate.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A meter at work: tabs for requests, and a flusher in the background.
 *
 * <p>Lock order: {@code rounds}, then {@link Counting}, then {@link LifeLog}. Requests never take the first, and the other
 * two only to open a line.
 */
final class EdgeMeter implements RunningMeter {
    private final MeterSettings settings;
    private final Environment environment;
    private final PlanBook plans;
    private final Alarms alarms;
    private final StateDirectory directory;
    private final Counting counting;
    private final Recovery recovery;
    private final Settler settler;
    private final Backoff backoff;
    private final Accounts accounts = new Accounts();
    private final AtomicLong serial = new AtomicLong();
    private final ReentrantLock rounds = new ReentrantLock();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final long anonymous;
    private volatile boolean closed;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Background.@Nullable Task next;

    private EdgeMeter(MeterSettings settings, StateDisk disk, Environment environment) {
        this.settings = settings;
        this.environment = environment;
        this.plans = PlanBook.of(settings.plans);
        this.alarms = new Alarms(environment.listener());
        this.directory = StateDirectory.open(disk, environment.random(), alarms, environment.time());
        this.anonymous = environment.random().nextLong() & RequestId.INCARNATION_MASK;
        this.counting = new Counting(directory, alarms);
        this.recovery = new Recovery(directory, settings, alarms);
        this.settler =
                new Settler(directory, counting, recovery, settings, environment.time(), environment.random(), alarms);
        this.backoff = new Backoff(settings.flushEvery, environment.random());
    }

    static EdgeMeter open(MeterSettings settings, StateDisk disk, Environment environment) {
        EdgeMeter meter = new EdgeMeter(settings, disk, environment);
        if (meter.directory.proven()) {
            meter.counting.resume();
        }
        try {
            settings.whenOpen.accept(meter);
        } catch (RuntimeException e) {
            meter.close();
            throw e;
        }
        meter.begin();
        return meter;
    }

    private void begin() {
        try {
            environment.background().execute(this::tick);
        } catch (RejectedExecutionException e) {
            schedule();
        }
    }

    /** A round, and the next one is due. Skipped while another is under way. Never throws. */
    private void tick() {
        try {
            if (rounds.tryLock()) {
                try {
                    tryRound();
                } finally {
                    rounds.unlock();
                }
            }
        } finally {
            schedule();
        }
    }

    private void schedule() {
        if (!closing.get()) {
            try {
                next = environment.background().after(backoff.pause(failures.get()), this::tick);
            } catch (RejectedExecutionException e) {
                alarms.raise(
                        "flusher-stopped", "the flusher cannot go on, there is no thread for it: " + e.getMessage());
            }
        }
    }

    private boolean tryRound() {
        if (closed) {
            return false;
        }
        boolean all = attempt(settler::round);
        accounts.tidy(environment.time().nanos());
        return all;
    }

    /** Part of a flush that may fail. */
    private interface Step {
        boolean run() throws IOException;
    }

    private boolean attempt(Step step) {
        try {
            boolean all = step.run();
            failures.set(0);
            alarms.clear("ledger-unavailable");
            alarms.clear("state-disk");
            alarms.clear("flusher-failed");
            return all;
        } catch (LedgerUnavailableException e) {
            failed(
                    "ledger-unavailable",
                    "the ledger cannot be asked: " + e.getMessage()
                            + ". Requests are counted here, and sent when it is back");
        } catch (IOException e) {
            failed("state-disk", "the state directory fails: " + e + ". Nothing is sent until it works again");
        } catch (RuntimeException e) {
            failed("flusher-failed", "a flush failed: " + e + ". It is tried again");
        }
        return false;
    }

    /** What fails after closing is told already, as {@code close-cut-short}. */
    private void failed(String code, String message) {
        if (closed) {
            return;
        }
        failures.incrementAndGet();
        alarms.raise(code, message);
    }

    @Override
    public Tab open(Entitlement entitlement) {
        Plan plan = plan(entitlement);
        List<UseLimit> limits = useLimits(entitlement);
        Tab tab = new SessionTab(
                this,
                accounts.enter(entitlement.account(), plan, environment.time().nanos()),
                entitlement);
        return limits.isEmpty() ? tab : new LimitedTab(tab, entitlement, limits, counting);
    }

    private List<UseLimit> useLimits(Entitlement entitlement) {
        List<UseLimit> limits = UseLimit.of(entitlement, counting);
        if (limits.stream().anyMatch(UseLimit::exact)) {
            String account = entitlement.account().value();
            throw cannotMeter(
                    "exact-uses",
                    account,
                    "account " + account + " has a credential whose uses are limited exactly over all edges, which"
                            + " needs leases of the ledger; issue it with Exactness.PER_EDGE");
        }
        return limits;
    }

    @Override
    public boolean countsUses() {
        return true;
    }

    private Plan plan(Entitlement entitlement) {
        String name = entitlement.plan() != null ? entitlement.plan() : settings.otherwise;
        String account = entitlement.account().value();
        if (name == null) {
            throw cannotMeter(
                    "no-plan",
                    account,
                    "account " + account + " has no plan; give it one with directory.assign(\"" + account
                            + "\", \"<plan>\"), or the meter one for all with otherwise(\"<plan>\")");
        }
        return plans.current(name)
                .orElseThrow(() -> cannotMeter(
                        "no-plan",
                        account,
                        "account " + account + " has plan \"" + name
                                + "\", which the meter does not know; add it to plans(...), or call directory.assign(\""
                                + account
                                + "\", ...) with one of " + plans.names()));
    }

    private IllegalStateException cannotMeter(String code, String account, String message) {
        alarms.raise(code, account, message);
        return new IllegalStateException(message);
    }

    @Override
    public boolean ready() {
        return counting.open();
    }

    @Override
    public boolean flush() {
        rounds.lock();
        try {
            return tryRound();
        } finally {
            rounds.unlock();
        }
    }

    @Override
    public MeterStatus status() {
        long pending = 0;
        int draining = 0;
        int disputed = 0;
        for (LifeChains life : directory.earlier()) {
            boolean isDisputed = life.state() == State.DISPUTED;
            long units = life.log().counted() - life.log().acknowledged();
            pending += isDisputed ? 0 : units;
            disputed += isDisputed ? 1 : 0;
            draining += !isDisputed && life.log().changed() ? 1 : 0;
        }
        LifeChains present = directory.present();
        long closedTo = directory.edge().closedTo();
        return new MeterStatus(
                present.life(settings.label),
                settler.welcome(),
                ready(),
                pending + present.log().counted() - present.log().acknowledged(),
                present.log().count(),
                directory.earlier().size(),
                draining,
                disputed,
                closedTo == EdgeFile.NEVER ? null : Instant.ofEpochMilli(closedTo),
                recovery.underWay(),
                failures.get(),
                counting.refused());
    }

    /**
     * Counts nothing more, sends what there is and marks a clean end; all within {@code closeWithin}. What could not be
     * sent then stays in the state directory, for the next life.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Background.Task task = next;
        if (task != null) {
            task.cancel();
        }
        counting.finish();
        finishWithin(settings.closeWithin);
        closed = true;
        try {
            directory.close();
        } catch (IOException e) {
            alarms.raise("state-disk", "the state directory does not close: " + e);
        }
    }

    private void finishWithin(Duration limit) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            environment.background().execute(() -> {
                finish();
                done.countDown();
            });
            if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                cutShort("took longer than " + limit);
            }
        } catch (RejectedExecutionException e) {
            finish();
        } catch (InterruptedException e) {
            cutShort("was interrupted");
            Thread.currentThread().interrupt();
        }
    }

    private void cutShort(String why) {
        alarms.raise(
                "close-cut-short",
                "closing " + why + "; what was not sent is kept for the next life in this directory");
    }

    private void finish() {
        rounds.lock();
        try {
            if (!closed) {
                attempt(settler::lastRound);
            }
        } finally {
            rounds.unlock();
        }
    }

    Counting counting() {
        return counting;
    }

    TimeSource time() {
        return environment.time();
    }

    long nextSerial() {
        return serial.incrementAndGet();
    }

    RequestId uncountedId(long number) {
        return RequestId.uncounted(anonymous, number);
    }

    void leave(MeteredAccount account) {
        accounts.leave(account);
    }
}
