package io.tallygate.quota;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.Window;
import io.tallygate.quota.testing.FaultyLedger;
import io.tallygate.quota.testing.MemoryDisk;
import io.tallygate.spi.Background;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Tab;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/** One edge and its centre, on one manual time. Its process can be killed and started again. */
final class TestEdge {
    static final Plan STARTER = Plan.named("starter").included(12_000).overage("0.05 USD", 10);

    final ManualTime time;
    final InMemoryLedger ledger;
    final FaultyLedger faulty;
    final MemoryDisk disk;
    final List<String> alarms = new CopyOnWriteArrayList<>();
    private final RandomGenerator random;
    private final Plan plan;
    Duration flushEvery = Duration.ofSeconds(5);
    private Process process = new Process();
    RunningMeter meter;

    TestEdge() {
        this("2026-03-10T12:00:00Z", STARTER);
    }

    TestEdge(String start, Plan plan) {
        this(ManualTime.at(start), plan);
    }

    private TestEdge(ManualTime time, Plan plan) {
        this(time, new InMemoryLedger(time), new MemoryDisk("disk"), plan, 1);
    }

    private TestEdge(ManualTime time, InMemoryLedger ledger, MemoryDisk disk, Plan plan, long seed) {
        this.time = time;
        this.ledger = ledger;
        this.faulty = FaultyLedger.around(ledger);
        this.disk = disk;
        this.plan = plan;
        this.random = new SplittableRandom(seed);
        this.meter = start();
    }

    /** Another edge of the same centre. */
    TestEdge other(MemoryDisk itsDisk, long seed) {
        return new TestEdge(time, ledger, itsDisk, plan, seed);
    }

    QuotaMeter blueprint(Ledger into) {
        return QuotaMeter.into(into)
                .plans(plan)
                .disk(disk)
                .label("eu-1")
                .grace(Duration.ZERO)
                .flushEvery(flushEvery);
    }

    RunningMeter start() {
        process = new Process();
        meter = blueprint(faulty).open(environment());
        return meter;
    }

    Environment environment() {
        Listener listener = new Listener() {
            @Override
            public void onAlarm(String code, String message) {
                alarms.add(code + ": " + message);
            }
        };
        return new Environment(time, random, process, listener, Optional.empty());
    }

    /** As by SIGKILL. */
    void kill() {
        process.dead = true;
        disk.kill();
    }

    void restart() {
        kill();
        start();
    }

    boolean alarmed(String code) {
        return alarms.stream().anyMatch(it -> it.startsWith(code + ": "));
    }

    static Entitlement entitlement(String account) {
        Provenance from = Provenance.recorded(new CredentialId("key-" + account), null);
        return Entitlement.of(new AccountId(account), from).withPlan("starter");
    }

    Tab tab(String account) {
        return meter.open(entitlement(account));
    }

    Decision charge(Tab tab, Demand demand) {
        return tab.charge(demand, null, time.epochMillis(), time.nanos());
    }

    /** Charges so many requests of one unit and returns how many were admitted. */
    int charge(String account, int times) {
        Tab tab = tab(account);
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += charge(tab, Demand.plain()) instanceof Permit ? 1 : 0;
        }
        tab.close();
        return admitted;
    }

    Permit permit(String account, int units) {
        Decision decision = charge(tab(account), Demand.plain().units(units));
        if (decision instanceof Deny deny) {
            throw new AssertionError(deny + " " + alarms);
        }
        return (Permit) decision;
    }

    Window month() {
        return plan.calendar().windowAt(time.epochMillis());
    }

    Statement statement(String account, Window window) {
        return ledger.statement(new AccountId(account), window);
    }

    /** Regular net units that the ledger has for this month. */
    long billed(String account) {
        return billed(account, month());
    }

    long billed(String account, Window window) {
        return statement(account, window).lines().stream()
                .mapToLong(it -> it.used() - it.refunded())
                .sum();
    }

    long late(String account, Window window) {
        return statement(account, window).lines().stream()
                .mapToLong(it -> it.lateUsed() - it.lateRefunded())
                .sum();
    }

    /** Background work that ends with its process. */
    private final class Process implements Background {
        private volatile boolean dead;

        private Runnable living(Runnable task) {
            return () -> {
                if (!dead) {
                    task.run();
                }
            };
        }

        @Override
        public void execute(Runnable task) {
            time.execute(living(task));
        }

        @Override
        public Task after(Duration delay, Runnable task) {
            return time.after(delay, living(task));
        }

        @Override
        public Task every(Duration initialDelay, Duration period, Runnable task) {
            return time.every(initialDelay, period, living(task));
        }

        @Override
        public void close() {}
    }
}
