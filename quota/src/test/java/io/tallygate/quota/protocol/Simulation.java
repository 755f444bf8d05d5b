package io.tallygate.quota.protocol;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs of the protocol, each from a seed alone. */
final class Simulation {
    private static final int INSPECTED = 4;

    final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Arena arena = new Arena();
    private final Seams seams;
    private final boolean faultless;
    private final int mostRestores;
    long runs;
    long permits;
    long denials;
    long units;
    long lost;
    long doubled;
    long changed;

    Simulation(Seams seams, boolean faultless) {
        this(seams, faultless, 1);
    }

    Simulation(Seams seams, boolean faultless, int mostRestores) {
        this.mostRestores = mostRestores;
        this.seams = seams;
        this.faultless = faultless;
    }

    /** What one run was found guilty of, and its trace. */
    record Outcome(long seed, List<String> found, List<String> trace) {
        boolean clean() {
            return found.isEmpty();
        }

        @Override
        public String toString() {
            return "seed " + seed + ":\n  " + String.join("\n  ", found) + "\ntrace:\n  " + String.join("\n  ", trace)
                    + "\nagain: -Dprotocol.seed=" + seed;
        }
    }

    Outcome run(long seed) {
        arena.reset();
        World world = new World(seed, seams, arena, faults, faultless, mostRestores);
        try {
            live(world);
        } catch (RuntimeException e) {
            world.verdicts.stuck("the world itself: " + e);
        }
        runs++;
        permits += world.permits;
        denials += world.denials;
        units += world.truth.units();
        lost += world.verdicts.lost + world.verdicts.stuck + world.verdicts.premature;
        doubled += world.verdicts.doubled;
        changed += world.verdicts.changed;
        return new Outcome(seed, List.copyOf(world.verdicts.found), List.copyOf(world.trace));
    }

    private static void live(World world) {
        world.hosts.forEach(world::start);
        int steps = 20 + world.random.nextInt(21);
        for (int i = 0; i < steps && world.verdicts.clean(); i++) {
            step(world);
            if (i % INSPECTED == 0) {
                world.inspect();
            }
        }
        if (world.verdicts.clean()) {
            world.settle();
        }
    }

    /** The sums of two. */
    Simulation plus(Simulation other) {
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        runs += other.runs;
        permits += other.permits;
        denials += other.denials;
        units += other.units;
        lost += other.lost;
        doubled += other.doubled;
        changed += other.changed;
        return this;
    }

    long faultCount() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void step(World world) {
        SplittableRandom random = world.random;
        work(world, random);
        Host host = world.anyHost();
        misfortune(world, host, random);
        ledgerTrouble(world, random);
        person(world, host, random);
        passTime(world, random);
        if (random.nextInt(3) > 0) {
            world.start(world.anyHost());
        }
    }

    private static void work(World world, SplittableRandom random) {
        for (int i = random.nextInt(6); i > 0; i--) {
            world.charge(world.anyHost());
        }
        if (random.nextInt(4) == 0) {
            world.refund(world.anyHost());
        }
        if (random.nextInt(2) == 0) {
            world.flush(world.anyHost());
        }
    }

    private static void misfortune(World world, Host host, SplittableRandom random) {
        Chaos chaos = world.chaos;
        if (host.up() && chaos.strikes(Fault.KILL)) {
            world.kill(host, Process.Death.KILL);
        }
        if (host.up() && chaos.strikes(Fault.KILL_IN_OPERATION)) {
            host.process.doom(random.nextInt(30), Process.Death.KILL);
        }
        if (host.up() && chaos.strikes(Fault.POWER_CUT_IN_OPERATION)) {
            host.process.doom(random.nextInt(30), Process.Death.POWER);
        }
        if (!host.gone && chaos.strikes(Fault.POWER_CUT)) {
            world.kill(host, Process.Death.POWER);
        }
        if (chaos.strikes(Fault.WRITE_BACK)) {
            host.disk.writeBack(random);
        }
        if (!host.gone && chaos.strikes(Fault.REBOOT)) {
            world.reboot(host);
        }
        if (host.up() && chaos.strikes(Fault.CLEAN_CLOSE)) {
            world.close(host);
        }
        if (chaos.strikes(Fault.WALL_JUMP)) {
            long most = random.nextInt(4) == 0 ? 40L * 3_600_000 : 300_000;
            world.jump(host, random.nextLong(-most, most));
        }
        if (rarely(random) && chaos.strikes(Fault.MEMORY_CLONE)) {
            chaos.faultUndone(Fault.MEMORY_CLONE);
            world.cloneMemory(host);
        }
        if (rarely(random) && chaos.strikes(Fault.COPIED_DIRECTORY)) {
            chaos.faultUndone(Fault.COPIED_DIRECTORY);
            world.copyDirectory(host);
        }
        if (rarely(random) && chaos.strikes(Fault.COPIED_IN_PLACE)) {
            chaos.faultUndone(Fault.COPIED_IN_PLACE);
            world.copyInPlace(host);
        }
    }

    private static boolean rarely(SplittableRandom random) {
        return random.nextInt(3) == 0;
    }

    private static void ledgerTrouble(World world, SplittableRandom random) {
        Chaos chaos = world.chaos;
        if (random.nextInt(5) == 0) {
            world.backUp();
        }
        if (random.nextInt(3) == 0 && world.canRestore() && chaos.strikes(Fault.RESTORED_LEDGER)) {
            world.restore();
        }
        if (chaos.strikes(Fault.MOVED_PARTITION)) {
            world.move(world.anyPartition());
        }
        if (random.nextInt(3) == 0) {
            chaos.deliver(1 + random.nextInt(4));
        }
        Host host = world.anyHost();
        if (host.network != null) {
            if (host.network.cut) {
                host.network.cut = random.nextInt(3) > 0;
            } else if (chaos.strikes(Fault.OUTAGE)) {
                host.network.cut = true;
            }
        }
    }

    private static void person(World world, Host host, SplittableRandom random) {
        if (random.nextInt(10) == 0) {
            world.operate();
        }
        if (rarely(random) && world.chaos.strikes(Fault.LOST_MACHINE)) {
            world.chaos.faultUndone(Fault.LOST_MACHINE);
            world.loseMachine(host);
        }
        if (rarely(random) && world.chaos.strikes(Fault.RETIRED_EDGE)) {
            world.chaos.faultUndone(Fault.RETIRED_EDGE);
            world.retireLiving(host);
        }
    }

    private static void passTime(World world, SplittableRandom random) {
        switch (random.nextInt(10)) {
            case 0 -> world.advance(Duration.ofMinutes(20));
            case 1, 2 -> world.advance(Duration.ofMinutes(5));
            case 3 -> world.toWindowEnd();
            case 4 -> {
                if (world.chaos.strikes(Fault.DAYS_PASS)) {
                    world.daysPass();
                }
            }
            default -> world.advance(Duration.ofMillis(random.nextInt(60_000)));
        }
    }
}
