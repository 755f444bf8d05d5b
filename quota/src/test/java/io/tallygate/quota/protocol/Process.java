package io.tallygate.quota.protocol;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.RunningMeter;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.spi.Background;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Tab;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process with a production meter in it. All it knows of the world passes through here, and so can be cut off. */
final class Process implements TimeSource, Background, RandomGenerator {
    /** What ends a process in the middle of an operation. */
    enum Death {
        KILL,
        POWER
    }

    private final ManualTime time;
    private final Seams seams;
    private final SplittableRandom random;
    private final @Nullable Tape tape;
    private final @Nullable SimDisk diskAtOpening;
    private final List<Job> jobs = new ArrayList<>();
    private final Deque<Runnable> followers = new ArrayDeque<>();
    private final Map<AccountId, Tab> tabs = new HashMap<>();
    private final List<Permit> permits = new ArrayList<>();
    final SimDisk disk;
    final List<String> alarms = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();

    private @Nullable RunningMeter meter;
    private boolean replaying;
    private boolean busy;
    private boolean alive = true;
    private int operationsLeft = -1;
    private Death fate = Death.KILL;
    private @Nullable Death death;
    long skewMillis;

    @Nullable
    Network network;

    Process(ManualTime time, Seams seams, SimDisk disk, long seed, boolean taped) {
        this.time = time;
        this.seams = seams;
        this.disk = disk;
        this.random = new SplittableRandom(seed);
        this.tape = taped ? new Tape() : null;
        this.diskAtOpening = taped ? disk.copy(disk.boot, disk.inode) : null;
    }

    /** A process that will be the twin of another one, on a disk of its own. */
    private Process(Process other, SimDisk disk, long seed) {
        this.time = other.time;
        this.seams = other.seams;
        this.disk = disk;
        this.random = new SplittableRandom(seed);
        this.tape = required(other.tape).replay();
        this.diskAtOpening = disk.copy(disk.boot, disk.inode);
        this.skewMillis = other.skewMillis;
        this.replaying = true;
    }

    private static <T> T required(@Nullable T it) {
        if (it == null) {
            throw new IllegalStateException("this process is not taped");
        }
        return it;
    }

    boolean taped() {
        return tape != null;
    }

    boolean alive() {
        return alive;
    }

    @Nullable
    Death death() {
        return death;
    }

    // ---- what the driver asks for

    void open(Function<Process, QuotaMeter> blueprint) {
        enter(process -> {
            Environment environment = new Environment(process, process, process, process.new Ears(), Optional.empty());
            process.meter = blueprint.apply(process).open(environment);
        });
    }

    /** The decision, or null when the process died over it. */
    @Nullable
    Decision charge(AccountId account, String meterName, int units) {
        long wall = epochMillisNow();
        long nanos = time.nanos();
        Decision[] decision = new Decision[1];
        enter(process -> {
            Tab tab = process.tabs.computeIfAbsent(
                    account,
                    it -> required(process.meter).open(Entitlement.of(it, Provenance.recorded(CREDENTIAL, null))));
            Decision made = tab.charge(Demand.plain().meter(meterName).units(units), null, wall, nanos);
            if (made instanceof Permit permit) {
                process.permits.add(permit);
            }
            decision[0] = made;
        });
        return alive ? decision[0] : null;
    }

    private static final CredentialId CREDENTIAL = new CredentialId("credential");

    int permits() {
        return permits.size();
    }

    void refund(int index) {
        enter(process -> process.permits.get(index).refund());
    }

    void flush() {
        enter(process -> required(process.meter).flush());
    }

    void closeMeter() {
        enter(process -> {
            // Who closes waits for the last round, so this thread must be free to do it.
            process.busy = false;
            required(process.meter).close();
        });
    }

    /** The environment is not the meter's to close. */
    @Override
    public void close() {
        throw new IllegalStateException("the meter closed its host's background");
    }

    RunningMeter meter() {
        return required(meter);
    }

    boolean opened() {
        return meter != null;
    }

    // ---- dying

    /** The process will die in its n-th operation from now. */
    void doom(int operations, Death how) {
        operationsLeft = operations;
        fate = how;
    }

    void die(Death how) {
        if (alive) {
            alive = false;
            death = how;
            jobs.forEach(Job::cancelTimer);
        }
    }

    /** Every operation that leaves the process passes here. */
    void io(String what) {
        if (!alive) {
            throw new Killed();
        }
        if (!replaying && operationsLeft >= 0 && operationsLeft-- == 0) {
            die(fate);
            throw new Killed();
        }
    }

    // ---- the twin

    /**
     * A second process with the same memory, in the same moment, on a copy of the same disk. It is made by playing all
     * that the original ever heard and was asked into a fresh one.
     */
    Process twin(long seed) {
        SimDisk fork = required(diskAtOpening).copy(disk.boot, disk.inode);
        Process twin = new Process(this, fork, seed);
        Tape replay = required(twin.tape);
        for (Tape.Input input : replay.inputs()) {
            twin.perform(() -> input.into(twin));
        }
        replay.live();
        twin.replaying = false;
        twin.fork(jobs);
        return twin;
    }

    private void fork(List<Job> originals) {
        if (originals.size() != jobs.size()) {
            throw new IllegalStateException(
                    "the twin asked for " + jobs.size() + " jobs, its original for " + originals.size());
        }
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).startLike(originals.get(i));
        }
    }

    private void enter(Tape.Input input) {
        if (!alive) {
            return;
        }
        if (tape != null) {
            tape.asked(input);
        }
        perform(() -> input.into(this));
    }

    /** Runs a task and what it submits, one after the other, as {@link ManualTime} does. */
    private void perform(Runnable task) {
        if (busy) {
            followers.add(task);
            return;
        }
        busy = true;
        try {
            for (Runnable next = task; next != null && alive; next = followers.poll()) {
                next.run();
            }
        } catch (Killed e) {
            followers.clear();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        } finally {
            busy = false;
        }
    }

    // ---- the environment

    @Override
    public long epochMillis() {
        return tape == null ? epochMillisNow() : tape.number(this::epochMillisNow);
    }

    private long epochMillisNow() {
        return time.epochMillis() + skewMillis;
    }

    @Override
    public long nanos() {
        return tape == null ? time.nanos() : tape.number(time::nanos);
    }

    @Override
    public long nextLong() {
        return tape == null ? seams.random(random) : tape.number(() -> seams.random(random));
    }

    /** What the ledger said, on the tape if there is one. */
    <T> T heard(java.util.function.Supplier<T> call) {
        return tape == null ? call.get() : tape.reply(call);
    }

    @Override
    public void execute(Runnable task) {
        perform(task);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        return new Job(task, delay, null);
    }

    @Override
    public Task every(Duration initialDelay, Duration period, Runnable task) {
        return new Job(task, initialDelay, period);
    }

    private final class Job implements Task {
        private final int index = jobs.size();
        private final Runnable task;
        private final @Nullable Duration period;
        private long due;
        private boolean over;
        private @Nullable Task timer;

        Job(Runnable task, Duration delay, @Nullable Duration period) {
            this.task = task;
            this.period = period;
            this.due = time.nanos() + Math.max(0, delay.toNanos());
            jobs.add(this);
            if (!replaying) {
                startIn(delay);
            }
        }

        private void startIn(Duration delay) {
            timer = period == null ? time.after(delay, this::fire) : time.every(delay, period, this::fire);
        }

        /** The twin's clock runs on from where the original's stands. */
        void startLike(Job original) {
            due = original.due;
            if (over != original.over) {
                throw new IllegalStateException("job " + index + " is over in one of two twins");
            }
            if (!over) {
                startIn(Duration.ofNanos(Math.max(0, due - time.nanos())));
            }
        }

        private void fire() {
            int number = index;
            if (alive && !over) {
                enter(process -> process.jobs.get(number).run());
            }
        }

        private void run() {
            if (period == null) {
                over = true;
            } else {
                due = Math.max(due + period.toNanos(), time.nanos());
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }

        @Override
        public void cancel() {
            over = true;
            cancelTimer();
        }

        void cancelTimer() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    private final class Ears implements Listener {
        @Override
        public void onAlarm(String code, String message) {
            alarms.add(code + ": " + message);
        }
    }

    /** A ledger as this process reaches it. */
    Ledger reaches(Ledger through) {
        return new Taped(this, through);
    }
}
