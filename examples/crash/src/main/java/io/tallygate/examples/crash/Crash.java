package io.tallygate.examples.crash;

import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills edges at random and audits the bill. Each cycle starts a JVM that first drains what its predecessors left and
 * then counts on several threads, with a flush every 10 ms, until it is killed (SIGKILL) at a random moment: in its
 * load, or now and then while it starts and drains. A request that was answered must be in the ledger after the next
 * drain; beyond those there may be at most one for each thread of each victim, which died between count and answer.
 *
 * <p>Prints as its last line {@code CRASH cycles=<n> acked=<units> lost=0 double=0}, and exits with 0 only then.
 */
public final class Crash {
    private static final int LONGEST_START_SECONDS = 60;

    private final int cycles;
    private final Path directory;
    private final Database database;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final long[] admitted = new long[Acks.ACCOUNTS];
    private final long[] refunded = new long[Acks.ACCOUNTS];
    private int killed;
    private int audits;
    private long lost;
    private long doubled;

    private Crash(int cycles, Path directory, Database database, long seed) {
        this.cycles = cycles;
        this.directory = directory;
        this.database = database;
        this.ledger = Database.ledger(database.url());
        this.random = new SplittableRandom(seed);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int cycles = Integer.getInteger("crash.cycles", 200);
        long seed = Long.getLong("crash.seed", 1);
        Path directory = Files.createTempDirectory("tallygate-crash");
        boolean sound;
        try (Database database = Database.start()) {
            sound = new Crash(cycles, directory, database, seed).run();
        } finally {
            delete(directory);
        }
        System.exit(sound ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        for (int cycle = 1; cycle <= cycles; cycle++) {
            // One in eight dies while it starts or drains; the last one but in its load, so that each unit is audited.
            live(random.nextInt(8) == 0 && cycle < cycles);
            if (cycle % 50 == 0) {
                System.out.println("  " + cycle + " killed, " + audits + " audits, " + sum(admitted) + " units acked");
            }
        }
        live(false);
        boolean sound = lost == 0 && doubled == 0 && audits > cycles / 2;
        System.out.println(
                "CRASH cycles=" + cycles + " acked=" + sum(admitted) + " lost=" + lost + " double=" + doubled);
        return sound;
    }

    /** One victim, from its start to its end. */
    private void live(boolean early) throws IOException, InterruptedException {
        Path file = directory.resolve("acks-" + killed);
        Acks acks = Acks.in(file);
        Process process = victim(file);
        if (early) {
            process.waitFor(100 + random.nextInt(500), TimeUnit.MILLISECONDS);
        } else {
            awaitDrained(process, acks);
            auditDrained(acks);
            process.waitFor(random.nextInt(120), TimeUnit.MILLISECONDS);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("a victim ended of its own accord: exit code " + process.exitValue());
        }
        process.destroyForcibly().waitFor();
        killed++;
        for (int account = 0; account < Acks.ACCOUNTS; account++) {
            admitted[account] += acks.admitted(account);
            refunded[account] += acks.refunded(account);
        }
        Acks.delete(file);
    }

    private Process victim(Path acks) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.resolve("state").toString(),
                acks.toString(),
                database.url());
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void awaitDrained(Process process, Acks acks) throws InterruptedException {
        for (long waited = 0; !acks.drained(); waited++) {
            if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a victim could not start: exit code " + process.exitValue());
            }
            if (waited > LONGEST_START_SECONDS * 1000L) {
                process.destroyForcibly();
                throw new IllegalStateException("a victim did not drain within " + LONGEST_START_SECONDS + " s");
            }
        }
    }

    /** All that earlier victims were told is there. What the present one counts meanwhile is read after the ledger. */
    private void auditDrained(Acks present) {
        audits++;
        for (int account = 0; account < Acks.ACCOUNTS; account++) {
            long[] held = held(account);
            long unanswered = (killed + 1L) * Acks.THREADS * Acks.MOST_UNITS;
            audit(account, held[0], admitted[account], present.admitted(account), unanswered);
            audit(account, held[1], refunded[account], present.refunded(account), unanswered);
        }
    }

    private void audit(int account, long held, long earlier, long present, long unanswered) {
        if (held < earlier) {
            lost += earlier - held;
            System.out.println("LOST " + (earlier - held) + " of " + Database.account(account));
        }
        if (held > earlier + present + unanswered) {
            doubled += held - earlier - present - unanswered;
            System.out.println(
                    "DOUBLE " + (held - earlier - present - unanswered) + " of " + Database.account(account));
        }
    }

    private long[] held(int account) {
        List<Statement.Line> lines = ledger.windows(Database.account(account)).stream()
                .flatMap(window -> ledger.statement(Database.account(account), window).lines().stream())
                .toList();
        return new long[] {
            lines.stream().mapToLong(line -> line.used() + line.lateUsed()).sum(),
            lines.stream()
                    .mapToLong(line -> line.refunded() + line.lateRefunded())
                    .sum()
        };
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
