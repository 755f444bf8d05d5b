package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.model.Demand;
import io.tallygate.model.Permit;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Tab;
import io.tallygate.testing.ManualTime;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PathDiskTest {
    @TempDir
    Path directory;

    private final ManualTime time = ManualTime.at("2026-03-10T12:00:00Z");
    private final InMemoryLedger ledger = new InMemoryLedger(time);

    private RunningMeter open(long seed) {
        Environment environment =
                new Environment(time, new SplittableRandom(seed), time, new Listener() {}, Optional.empty());
        QuotaMeter meter = QuotaMeter.into(ledger).plans(Plan.named("starter")).stateIn(directory);
        assertThat(meter.faults(environment)).isEmpty();
        return meter.open(environment);
    }

    private int charge(RunningMeter meter, int times) {
        Tab tab = meter.open(TestEdge.entitlement("acme"));
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += tab.charge(Demand.plain(), null, time.epochMillis(), time.nanos()) instanceof Permit ? 1 : 0;
        }
        return admitted;
    }

    private long billed() {
        AccountId acme = new AccountId("acme");
        return ledger.windows(acme).stream()
                .flatMap(it -> ledger.statement(acme, it).lines().stream())
                .mapToLong(it -> it.used())
                .sum();
    }

    @Test
    void countsInRealFilesAcrossLives() {
        try (RunningMeter meter = open(1)) {
            assertThat(charge(meter, 1_000)).isEqualTo(1_000);
        }
        try (RunningMeter meter = open(2)) {
            assertThat(charge(meter, 500)).isEqualTo(500);
            assertThat(meter.flush()).isTrue();
        }
        assertThat(billed()).isEqualTo(1_500);
    }

    @Test
    void refusesASecondMeterInThisProcessAndKeepsTheLockOfTheFirst() throws Exception {
        try (RunningMeter meter = open(1)) {
            assertThatThrownBy(() -> open(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use by another meter of this process");
            assertThat(claimInChild())
                    .contains("in use by process " + ProcessHandle.current().pid());
            assertThat(charge(meter, 1)).isOne();
        }
        assertThat(claimInChild()).endsWith("claimed");
    }

    private String claimInChild() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Claimant.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
            String said = reader.lines().reduce("", (all, line) -> all + line);
            child.waitFor();
            return said;
        }
    }

    /** Classes of this module and its tests, of the core and of the logging facade. */
    private static String classPath() {
        Path classes = location(StateDisk.class);
        return Stream.of(
                        classes,
                        classes.resolveSibling("test-classes"),
                        location(ManualTime.class),
                        location(LoggerFactory.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** Another process that wants the directory. */
    static final class Claimant {
        public static void main(String[] arguments) throws IOException {
            try (StateDisk.Claim claim = StateDisk.at(Path.of(arguments[0])).claim()) {
                System.out.println(claim == null ? "none" : "claimed");
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void growsMapsAndForces() throws IOException {
        StateDisk disk = StateDisk.at(directory);
        try (StateFile file = disk.open("x")) {
            assertThatThrownBy(() -> file.map(0, 4096)).isInstanceOf(IOException.class);
            file.grow(200_000);
            file.grow(100);
            assertThat(file.size()).isEqualTo(200_000);
            ByteBuffer one = file.map(4096, 4096);
            ByteBuffer two = file.map(4096, 4096);
            one.put(7, (byte) 42);
            assertThat(two.get(7)).isEqualTo((byte) 42);
            file.force();
            assertThat(file.read(4096 + 7, 10)[0]).isEqualTo((byte) 42);
            assertThat(file.read(199_999, 10)).hasSize(1);
        }
        disk.replace("y", new byte[] {1, 2});
        disk.replace("y", new byte[] {3});
        assertThat(disk.read("y", 10)).containsExactly(3);
        assertThatThrownBy(() -> disk.read("x", 10)).hasMessageContaining("200000 bytes");
        assertThat(disk.list()).containsExactly("x", "y");
        assertThat(disk.place()).isEqualTo(StateDisk.at(directory).place());
    }

    @Test
    void namesADirectoryThatIsNone() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(StateDisk.at(file).faults()).singleElement().asString().contains("is not a directory");
    }

    @Test
    void tellsAllFaultsAtOnce() {
        Environment environment =
                new Environment(time, new SplittableRandom(1), time, new Listener() {}, Optional.empty());
        assertThat(QuotaMeter.into(ledger)
                        .label("")
                        .flushEvery(java.time.Duration.ZERO)
                        .otherwise("none")
                        .faults(environment))
                .hasSize(5);
    }
}
