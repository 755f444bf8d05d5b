package io.tallygate.quota.protocol;

import io.tallygate.model.Decision;
import io.tallygate.model.Permit;
import io.tallygate.quota.MeterStatus;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerHealth;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.BillingCalendar;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.Window;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** All that happens in one run: machines, processes, the ledger, the network and a person who looks after them. */
final class World {
    static final Duration FLUSH = Duration.ofMinutes(5);
    static final Duration HEARTBEAT = Duration.ofMinutes(10);
    static final Duration GRACE = Duration.ofMinutes(1);
    private static final int MOST_HOSTS = 3;

    private record Invoice(io.tallygate.model.AccountId account, Window window) {}

    private record Backup(InMemoryLedger.Backup content, Truth.Totals totals) {}

    final SplittableRandom random;
    final ManualTime time;
    final Chaos chaos;
    final Truth truth = new Truth();
    final Verdicts verdicts = new Verdicts();
    final List<Host> hosts = new ArrayList<>();
    final List<String> trace = new ArrayList<>();
    private final Seams seams;
    private final Arena arena;
    private final Plan plan;
    private final boolean taped;
    private final InMemoryLedger database;
    private final Ledger ledger;
    private final List<Backup> backups = new ArrayList<>();
    private final Map<Invoice, List<Statement.Line>> complete = new HashMap<>();
    private final Set<Integer> away = new TreeSet<>();
    private Instant furthest;
    private int boots;
    private boolean unsure;
    private boolean retired;
    private final int mostRestores;
    private int restores;

    /** All edges that the ledger knew before it was restored. */
    private final Set<EdgeId> everKnown = new HashSet<>();

    /** Whether the operator, or an edge that saw it, has told the ledger of its last restore. */
    private boolean noticed;

    private boolean unaware;
    long permits;
    long denials;

    World(long seed, Seams seams, Arena arena, Map<Fault, Long> counts, boolean faultless, int mostRestores) {
        this.mostRestores = mostRestores;
        this.random = new SplittableRandom(seed);
        this.seams = seams;
        this.arena = arena;
        this.chaos = new Chaos(random.split(), counts, faultless);
        BillingCalendar calendar = random.nextInt(3) > 0
                ? BillingCalendar.hourly(ZoneOffset.UTC)
                : random.nextBoolean()
                        ? BillingCalendar.daily(ZoneOffset.UTC)
                        : BillingCalendar.monthly(ZoneOffset.UTC);
        this.plan = Plan.named("starter").calendar(calendar);
        this.time = ManualTime.at(Instant.parse("2026-01-31T22:00:00Z").plusSeconds(random.nextInt(7_000)));
        this.furthest = time.instant();
        this.taped = chaos.knows(Fault.MEMORY_CLONE);
        this.database = seams.database(time);
        this.ledger = noticing(seams.ledger(database));
        chaos.whileCalling(this::betweenCalls);
        for (int i = random.nextInt(3) == 0 ? 1 : 2; i > 0; i--) {
            addHost(new SimDisk(arena, "boot" + boots++, "inode" + hosts.size()));
        }
    }

    private Ledger noticing(Ledger real) {
        return new LedgerDouble(real) {
            @Override
            public long wentBack(Life life) {
                noticed = true;
                return super.wentBack(life);
            }
        };
    }

    private void note(String what) {
        trace.add(time.instant() + " " + what);
    }

    Host addHost(SimDisk disk) {
        Host host = new Host(truth.addHost(), disk);
        hosts.add(host);
        return host;
    }

    // ---- processes

    void start(Host host) {
        if (host.up() || host.gone) {
            return;
        }
        note("start " + host);
        Process process = new Process(time, seams, host.disk, random.nextLong(), taped);
        process.skewMillis = host.skewMillis;
        host.process = process;
        process.open(this::blueprint);
        if (process.alive() && !process.failures.isEmpty()) {
            failed(host, "cannot start");
        }
        learn(host);
    }

    private QuotaMeter blueprint(Process process) {
        Network network = new Network(chaos, process, ledger);
        Host owner =
                hosts.stream().filter(it -> it.process == process).findFirst().orElse(null);
        if (owner != null) {
            owner.network = network;
        }
        process.network = network;
        return QuotaMeter.into(process.reaches(network))
                .plans(plan)
                .otherwise("starter")
                .disk(process.disk.in(process, seams))
                .label("e")
                .flushEvery(FLUSH)
                .heartbeat(HEARTBEAT)
                .grace(GRACE)
                .closeWithin(Duration.ZERO)
                .keepEndedLives(seams.keepEndedLives());
    }

    private void learn(Host host) {
        Process process = host.process;
        if (process != null && process.alive() && process.opened()) {
            host.id = process.meter().status().life().edge();
            host.ids.add(host.id);
        }
    }

    private void failed(Host host, String what) {
        Process process = java.util.Objects.requireNonNull(host.process);
        Throwable first = process.failures.get(0);
        StackTraceElement[] stack = first.getStackTrace();
        verdicts.stuck(host + " " + what + ": " + first + (stack.length > 0 ? " at " + stack[0] : ""));
        process.failures.clear();
    }

    /** Looks after a process once it was entered: it may have died in there. */
    void after(Host host) {
        Process process = host.process;
        if (process == null) {
            return;
        }
        if (!process.failures.isEmpty()) {
            failed(host, "threw");
        }
        process.alarms.forEach(alarm -> note(host + " alarms: " + alarm));
        process.alarms.clear();
        if (!process.alive()) {
            bury(host, process.death() == Process.Death.POWER);
        } else {
            learn(host);
        }
    }

    private void bury(Host host, boolean power) {
        host.process = null;
        host.network = null;
        host.charges.removeIf(charge -> true);
        note(host + (power ? " has lost power" : " was killed"));
        if (power) {
            losePower(host);
        } else {
            host.disk.processDied();
        }
    }

    private void losePower(Host host) {
        truth.forgiveUnsent(host.number, Truth.Totals.of(ledger));
        host.lossy = true;
        forgetInvoices();
        host.disk.losePower(random);
        host.disk.boot = "boot" + boots++;
    }

    /** What a restore took, and nobody can or may send again as it was: invoices from before it need not stand. */
    private void forgetInvoices() {
        if (restores > 0) {
            complete.clear();
        }
    }

    void lookAfterAll() {
        hosts.forEach(this::after);
    }

    void kill(Host host, Process.Death how) {
        Process process = host.process;
        if (process != null && process.alive()) {
            process.die(how);
            after(host);
        } else if (how == Process.Death.POWER) {
            note(host + " loses power while nothing runs");
            losePower(host);
        }
    }

    void reboot(Host host) {
        note("reboot " + host);
        kill(host, Process.Death.KILL);
        host.disk.shutDown();
        host.disk.boot = "boot" + boots++;
    }

    void close(Host host) {
        if (host.up()) {
            note("close " + host);
            Process process = java.util.Objects.requireNonNull(host.process);
            process.closeMeter();
            after(host);
            if (process.alive()) {
                process.die(Process.Death.KILL);
                host.process = null;
                host.network = null;
                host.charges.clear();
                host.disk.processDied();
            }
        }
    }

    // ---- requests

    void charge(Host host) {
        Process process = host.process;
        if (process == null || !process.alive() || !process.opened()) {
            return;
        }
        int account = random.nextInt(Truth.ACCOUNTS.size());
        int meter = random.nextInt(Truth.METERS.size());
        int cell = Truth.cell(account, meter);
        int units = 1 + random.nextInt(9);
        Instant wall = time.instant().plusMillis(host.skewMillis);
        boolean twin = host.clonedLife != 0 && lifeOf(process) == host.clonedLife;
        Decision decision = process.charge(Truth.ACCOUNTS.get(account), Truth.METERS.get(meter), units);
        if (decision == null) {
            truth.perhapsCharged(cell, units);
        } else if (decision instanceof Permit) {
            permits++;
            truth.charged(host.number, cell, units, plan.calendar().windowAt(wall), certain(wall));
            host.charges.add(new Host.Charge(process, process.permits() - 1, cell, units));
            if (twin) {
                truth.forgive(cell, units, 0);
            }
        } else {
            denials++;
        }
        after(host);
    }

    /** Whether no edge can have closed the window that this moment belongs to. */
    private boolean certain(Instant wall) {
        return !wall.isBefore(retired ? furthest : furthest.minus(GRACE));
    }

    private static long lifeOf(Process process) {
        return process.meter().status().life().incarnation();
    }

    void refund(Host host) {
        if (!host.up() || host.charges.isEmpty()) {
            return;
        }
        Host.Charge charge = host.charges.remove(random.nextInt(host.charges.size()));
        if (charge.process() != host.process) {
            return;
        }
        charge.process().refund(charge.permit());
        if (charge.process().alive()) {
            chaos.happened(Fault.REFUND);
            truth.refunded(host.number, charge.cell(), charge.units());
            if (host.clonedLife != 0) {
                truth.forgive(charge.cell(), 0, charge.units());
            }
        } else {
            truth.perhapsRefunded(charge.cell(), charge.units());
        }
        after(host);
    }

    void flush(Host host) {
        if (host.up()) {
            java.util.Objects.requireNonNull(host.process).flush();
            after(host);
        }
    }

    // ---- time

    void advance(Duration duration) {
        time.advance(duration);
        lookAfterAll();
        look();
    }

    private void look() {
        for (Host host : hosts) {
            Instant wall = time.instant().plusMillis(host.skewMillis);
            furthest = wall.isAfter(furthest) ? wall : furthest;
        }
        Instant now = time.instant();
        furthest = now.isAfter(furthest) ? now : furthest;
    }

    void jump(Host host, long millis) {
        note(host + "'s clock jumps by " + Duration.ofMillis(millis));
        host.skewMillis += millis;
        if (host.process != null) {
            host.process.skewMillis = host.skewMillis;
        }
        look();
    }

    /** To shortly after the end of the window, or of its grace. */
    void toWindowEnd() {
        Instant end = plan.calendar().windowAt(time.instant()).end();
        Duration left = Duration.between(time.instant(), end);
        if (left.compareTo(Duration.ofHours(3)) > 0) {
            return;
        }
        note("the window ends");
        chaos.happened(Fault.WINDOW_END);
        advance(left.plusSeconds(random.nextInt(90)));
    }

    void daysPass() {
        note("days pass");
        hosts.forEach(host -> {
            if (random.nextBoolean()) {
                close(host);
            } else {
                kill(host, Process.Death.KILL);
            }
        });
        advance(Duration.ofHours(24 + random.nextInt(72)));
    }

    // ---- the ledger

    private void betweenCalls() {
        if (random.nextInt(40) == 0) {
            backUp();
        }
        if (canRestore() && random.nextInt(12) == 0 && chaos.strikes(Fault.RESTORED_LEDGER)) {
            restore();
        }
    }

    void backUp() {
        backups.add(new Backup(database.backup(), Truth.Totals.of(ledger)));
    }

    boolean canRestore() {
        return !backups.isEmpty() && restores < mostRestores;
    }

    void restore() {
        restores++;
        int which = backups.size() - 1 - random.nextInt(Math.min(4, backups.size()));
        note("the ledger is restored to backup " + which);
        Truth.Totals before = Truth.Totals.of(ledger);
        everKnown.addAll(knownEdges());
        database.restore(backups.get(which).content());
        Truth.Totals after = Truth.Totals.of(ledger);
        for (Host host : hosts) {
            if (host.lossy || host.gone || host.clonedLife != 0) {
                truth.forgiveRestored(host.number, before, after);
            }
        }
        if (retired || hosts.stream().anyMatch(host -> host.lossy || host.gone || host.shared)) {
            complete.clear();
        }
        backups.subList(which + 1, backups.size()).clear();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            if (away.contains(partition)) {
                database.release(partition);
            } else {
                database.adopt(partition);
            }
        }
        noticed = random.nextBoolean();
        if (noticed) {
            chaos.happened(Fault.OPERATOR_WORD);
            note("say that it was restored");
            database.restored();
        }
    }

    private Set<EdgeId> knownEdges() {
        Set<EdgeId> known = new HashSet<>();
        database.health().edges().forEach(edge -> known.add(edge.id()));
        return known;
    }

    void move(int partition) {
        boolean leaves = away.add(partition);
        note((leaves ? "release " : "adopt ") + partition);
        if (leaves) {
            seams.moving(database, partition, true);
            database.release(partition);
        } else {
            away.remove(partition);
            database.adopt(partition);
            seams.moving(database, partition, false);
        }
    }

    // ---- copies and twins

    /** Somebody copies the directory and starts a service on the copy. */
    void copyDirectory(Host host) {
        if (hosts.size() < MOST_HOSTS && !host.gone) {
            boolean sameMachine = random.nextBoolean();
            chaos.happened(Fault.COPIED_DIRECTORY);
            note("copy the directory of " + host);
            Host copy =
                    addHost(host.disk.copy(sameMachine ? host.disk.boot : "boot" + boots++, "inode" + hosts.size()));
            start(copy);
        }
    }

    /** The root of a volume has the same inode everywhere: such a copy cannot be told from the original. */
    void copyInPlace(Host host) {
        if (hosts.size() < MOST_HOSTS && !host.gone && !host.shared) {
            chaos.happened(Fault.COPIED_IN_PLACE);
            note("copy the volume of " + host);
            Host copy = addHost(host.disk.copy("boot" + boots++, host.disk.inode));
            share(host, copy, host.up() && host.process.opened() ? lifeOf(host.process) : 0);
            start(copy);
        }
    }

    void cloneMemory(Host host) {
        Process original = host.process;
        if (original == null || !original.alive() || !original.opened() || host.shared || hosts.size() >= MOST_HOSTS) {
            return;
        }
        chaos.happened(Fault.MEMORY_CLONE);
        note("clone " + host + " with its memory");
        Process twin = original.twin(random.nextLong());
        Host second = addHost(twin.disk);
        second.process = twin;
        second.network = twin.network;
        second.skewMillis = host.skewMillis;
        host.charges.forEach(it -> second.charges.add(new Host.Charge(twin, it.permit(), it.cell(), it.units())));
        share(host, second, lifeOf(original));
        learn(second);
    }

    private void share(Host host, Host second, long life) {
        truth.forgiveUnsent(host.number, Truth.Totals.of(ledger));
        truth.loseTrackOfWindows();
        forgetInvoices();
        host.shared = true;
        second.shared = true;
        host.lossy = true;
        second.lossy = true;
        host.clonedLife = life;
        second.clonedLife = life;
    }

    // ---- the operator

    /** The machine and its disk are lost for good, and the operator says so. */
    void loseMachine(Host host) {
        if (host.gone || hosts.stream().filter(it -> !it.gone).count() < 2) {
            return;
        }
        note(host + " is lost for good");
        chaos.happened(Fault.LOST_MACHINE);
        kill(host, Process.Death.KILL);
        truth.forgiveUnsent(host.number, Truth.Totals.of(ledger));
        host.gone = true;
        host.ids.forEach(this::retireUnlessInUse);
    }

    private void retireUnlessInUse(EdgeId id) {
        boolean inUse = hosts.stream().anyMatch(it -> !it.gone && it.ids.contains(id));
        boolean known =
                database.health().edges().stream().anyMatch(edge -> edge.id().equals(id) && !edge.retired());
        if (!inUse && known) {
            retire(id);
        }
    }

    private void retire(EdgeId id) {
        note("retire " + id);
        retired = true;
        forgetInvoices();
        truth.loseTrackOfWindows();
        database.retire(id);
    }

    /** The operator retires an edge that lives: a mistake that costs nothing but adjustments. */
    void retireLiving(Host host) {
        if (host.up() && host.process.opened()) {
            MeterStatus status = host.process.meter().status();
            if (database.health().edges().stream()
                    .anyMatch(edge -> edge.id().equals(status.life().edge()))) {
                chaos.happened(Fault.RETIRED_EDGE);
                retire(status.life().edge());
            }
        }
    }

    /** What a person does who reads {@link LedgerHealth} now and then. */
    void operate() {
        LedgerHealth health = database.health();
        for (LedgerHealth.Dispute dispute : health.disputes()) {
            chaos.happened(Fault.OPERATOR_WORD);
            note("write off " + dispute);
            database.writeOff(dispute.life().incarnation());
        }
        if (health.recovering() && knowsAll()) {
            chaos.happened(Fault.OPERATOR_WORD);
            note("confirm the edges");
            Set<EdgeId> edges = new HashSet<>();
            health.edges().stream().filter(edge -> !edge.retired()).forEach(edge -> edges.add(edge.id()));
            database.confirm(edges);
        }
    }

    /** The operator knows which machines there are: a list without one of them is not confirmed. */
    private boolean knowsAll() {
        Set<EdgeId> known = knownEdges();
        return hosts.stream().filter(it -> !it.gone && it.id != null).allMatch(it -> known.contains(it.id));
    }

    // ---- looking

    void inspect() {
        truth.findDouble(ledger, verdicts);
        LedgerHealth health = database.health();
        if (restores == 0 && health.recovery() != 0 && hosts.stream().noneMatch(it -> it.shared)) {
            verdicts.stuck("a recovery without a restore");
        }
        Set<EdgeId> retiredEdges = new HashSet<>();
        health.edges().stream().filter(LedgerHealth.Edge::retired).forEach(edge -> retiredEdges.add(edge.id()));
        unsure = health.recovering()
                || health.disputes().stream()
                        .anyMatch(it -> !retiredEdges.contains(it.life().edge()));
        unaware = !noticed && hosts.stream().anyMatch(this::forgotten);
        for (io.tallygate.model.AccountId account : Truth.ACCOUNTS) {
            for (Window window : ledger.windows(account)) {
                inspect(ledger.statement(account, window));
            }
        }
    }

    /**
     * Whether a restore took the edge away. Until it speaks, or somebody tells the ledger of the restore, nothing there
     * can show that it is missing: what the ledger calls complete is no claim then.
     */
    private boolean forgotten(Host host) {
        return !host.gone && everKnown.contains(host.id) && !knownEdges().contains(host.id);
    }

    private void inspect(Statement statement) {
        if (!statement.complete()) {
            return;
        }
        if (unsure) {
            verdicts.stuck("complete in a recovery or dispute: " + statement);
        }
        if (unaware) {
            return;
        }
        List<Statement.Line> billed = statement.lines().stream()
                .map(line -> new Statement.Line(
                        line.meter(), line.plan(), line.planVersion(), line.used(), line.refunded(), 0, 0))
                .filter(line -> line.used() > 0 || line.refunded() > 0)
                .toList();
        Invoice invoice = new Invoice(statement.account(), statement.window());
        List<Statement.Line> before = complete.putIfAbsent(invoice, billed);
        if (before != null && !before.equals(billed)) {
            verdicts.changed(invoice + " from " + before + " to " + billed);
            complete.put(invoice, billed);
        }
        truth.findPremature(statement, verdicts);
    }

    // ---- the end

    /** All faults stop. Within so many rounds everything counted must be in the ledger. */
    void settle() {
        chaos.calmDown();
        note("calm");
        away.forEach(partition -> {
            database.adopt(partition);
            seams.moving(database, partition, false);
        });
        away.clear();
        hosts.forEach(host -> jump(host, -host.skewMillis));
        hosts.forEach(host -> {
            if (host.network != null) {
                host.network.cut = false;
            }
        });
        rounds(6);
        inspect();
        closeWindows();
        rounds(5);
        truth.findLost(ledger, verdicts);
        inspect();
        findIncomplete();
        note("at last: " + database.health());
        hosts.stream()
                .filter(Host::up)
                .forEach(it -> note(it + ": " + it.process.meter().status()));
        chaos.deliver(Integer.MAX_VALUE);
        rounds(3);
        truth.findLost(ledger, verdicts);
        inspect();
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            for (Host host : List.copyOf(hosts)) {
                start(host);
                flush(host);
            }
            operate();
            if (i > count / 2) {
                retireForgotten();
            }
            advance(FLUSH);
        }
    }

    private void retireForgotten() {
        Set<EdgeId> living = new HashSet<>();
        for (Host host : hosts) {
            if (host.up() && host.process.opened()) {
                living.add(host.process.meter().status().life().edge());
            }
        }
        if (database.health().recovering()) {
            database.health().edges().stream()
                    .filter(edge -> !edge.retired() && !living.contains(edge.id()))
                    .forEach(edge -> retire(edge.id()));
        }
    }

    /** To where every window that was counted in is over for every edge. */
    private void closeWindows() {
        Instant end = furthest;
        for (io.tallygate.model.AccountId account : Truth.ACCOUNTS) {
            for (Window window : ledger.windows(account)) {
                end = window.end().isAfter(end) ? window.end() : end;
            }
        }
        Duration left = Duration.between(time.instant(), end.plus(GRACE).plusSeconds(60));
        if (left.compareTo(Duration.ofHours(3)) > 0) {
            hosts.forEach(this::close);
        }
        advance(left);
    }

    private void findIncomplete() {
        Set<EdgeId> living = new HashSet<>();
        hosts.stream()
                .filter(Host::up)
                .forEach(host -> living.add(host.process.meter().status().life().edge()));
        database.health().edges().stream()
                .filter(edge -> !edge.retired() && !living.contains(edge.id()))
                .forEach(edge -> retire(edge.id()));
        for (io.tallygate.model.AccountId account : Truth.ACCOUNTS) {
            for (Window window : ledger.windows(account)) {
                Statement statement = ledger.statement(account, window);
                if (!statement.complete()) {
                    verdicts.stuck(account + " " + window + " is missing " + statement.missing());
                }
            }
        }
    }

    Host anyHost() {
        return hosts.get(random.nextInt(hosts.size()));
    }

    /** One that is in use. */
    int anyPartition() {
        return Partitions.of(Truth.ACCOUNTS.get(random.nextInt(Truth.ACCOUNTS.size())));
    }
}
