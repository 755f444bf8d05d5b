package io.tallygate.examples.crash;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.RunningMeter;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Tab;
import io.tallygate.spi.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** An edge that counts on several threads until it is killed. Arguments: state directory, acknowledgements, database. */
final class Victim {
    private static final int MOST_ROUNDS_TO_DRAIN = 2_000;

    private final RunningMeter meter;
    private final Acks acks;

    private Victim(RunningMeter meter, Acks acks) {
        this.meter = meter;
        this.acks = acks;
    }

    public static void main(String[] args) throws InterruptedException {
        Acks acks = Acks.in(Path.of(args[1]));
        RunningMeter meter = QuotaMeter.into(Database.ledger(args[2]))
                .plans(Database.PLAN)
                .otherwise(Database.PLAN.name())
                .stateIn(Path.of(args[0]))
                .label("victim")
                .flushEvery(Duration.ofMillis(10))
                .open(environment());
        Victim victim = new Victim(meter, acks);
        victim.drain();
        victim.countForEver();
    }

    private static Environment environment() {
        return new Environment(
                TimeSource.system(),
                new SplittableRandom(new java.security.SecureRandom().nextLong()),
                new Threads(),
                new Listener() {},
                Optional.empty());
    }

    private void drain() throws InterruptedException {
        for (int round = 0; !(meter.flush() && meter.ready() && meter.status().draining() == 0); round++) {
            if (round == MOST_ROUNDS_TO_DRAIN) {
                throw new IllegalStateException("cannot drain: " + meter.status());
            }
            Thread.sleep(1);
        }
        acks.setDrained();
    }

    private void countForEver() throws InterruptedException {
        Thread[] threads = new Thread[Acks.THREADS];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            threads[i] = new Thread(() -> count(number), "count-" + number);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void count(int thread) {
        Tab[] tabs = new Tab[Acks.ACCOUNTS];
        for (int account = 0; account < tabs.length; account++) {
            tabs[account] = meter.open(
                    Entitlement.of(Database.account(account), Provenance.recorded(new CredentialId("victim"), null)));
        }
        SplittableRandom random = new SplittableRandom(thread);
        TimeSource time = TimeSource.system();
        while (true) {
            int account = random.nextInt(tabs.length);
            int units = 1 + random.nextInt(Acks.MOST_UNITS);
            Decision decision =
                    tabs[account].charge(Demand.plain().units(units), null, time.epochMillis(), time.nanos());
            if (decision instanceof Permit permit) {
                acks.admitted(thread, account, units);
                if (random.nextInt(16) == 0) {
                    permit.refund();
                    acks.refunded(thread, account, units);
                }
            }
        }
    }
}
