package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.testing.MemoryDisk;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A state directory of version 1, as it was written when that version was made: a life that ended, and one that was
 * killed while its ledger was away. Never write these files anew; a newer version gets a sample of its own.
 */
class FormatFreezeTest {
    private static final List<String> FILES = List.of(
            "edge",
            "life-893a2eefb32555e.counters",
            "life-893a2eefb32555e.keys",
            "life-893a2eefb32555e.marks",
            "life-9663e9ea0ec2561.counters",
            "life-9663e9ea0ec2561.keys",
            "life-9663e9ea0ec2561.marks");

    @Test
    void readsTheFilesOfVersionOne() throws IOException {
        TestEdge edge = new TestEdge();
        edge.kill();
        for (String file : edge.disk.list()) {
            edge.disk.delete(file);
        }
        load(edge.disk);
        edge.start();
        assertThat(edge.meter.flush()).isTrue();
        assertThat(edge.alarms).noneMatch(it -> it.startsWith("state-"));
        assertThat(edge.meter.status().earlierLives()).isEqualTo(2);
        assertThat(edge.billed("acme")).isEqualTo(130);
        assertThat(edge.statement("acme", edge.month()).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.refunded()).isEqualTo(7));
        assertThat(edge.billed("other")).isEqualTo(5);
    }

    private static void load(MemoryDisk disk) throws IOException {
        for (String file : FILES) {
            try (InputStream in = FormatFreezeTest.class.getResourceAsStream("state-v1/" + file)) {
                disk.damage(file, Objects.requireNonNull(in, file).readAllBytes());
            }
        }
    }

    @Test
    void writesRecordsAsInVersionOne() throws IOException {
        try (InputStream in = FormatFreezeTest.class.getResourceAsStream("state-v1/life-893a2eefb32555e.keys")) {
            byte[] file = Objects.requireNonNull(in).readAllBytes();
            TestEdge edge = new TestEdge();
            edge.charge("acme", 1);
            String keys = edge.disk.list().stream()
                    .filter(it -> it.endsWith(".keys"))
                    .findFirst()
                    .orElseThrow();
            byte[] fresh = edge.disk.content(keys);
            assertThat(fresh).hasSameSizeAs(file);
            assertThat(java.util.Arrays.copyOfRange(fresh, StateHeader.SIZE, fresh.length))
                    .isEqualTo(java.util.Arrays.copyOfRange(file, StateHeader.SIZE, file.length));
        }
    }
}
