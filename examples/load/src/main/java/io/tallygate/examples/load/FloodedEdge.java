package io.tallygate.examples.load;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.tallygate.CentralSettings;
import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Demand;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.MadeUpKeys;
import io.tallygate.testing.ManualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A gate with the settings that are standard, in a flood of keys that nobody issued: random text, well formed, and near
 * misses of real ones, in turn and each from another address. A good client calls meanwhile. The flood comes in waves, so
 * that the client's calls in a wave and between waves are measured by turns on a machine that does other things besides.
 * Argument: how many keys.
 */
final class FloodedEdge {
    private static final int WAVES = 20;
    private static final int REAL = 5_000;
    private static final Duration CALM = Duration.ofSeconds(1);
    private static final CentralSettings CENTRAL = CentralSettings.standard();

    private final TimeSource time = TimeSource.system();
    private final Instant yesterday = Instant.ofEpochMilli(time.epochMillis()).minus(Duration.ofDays(1));
    private final SplittableRandom random = new SplittableRandom(1);
    private final MadeUpKeys madeUp = new MadeUpKeys("tg", random);
    private final FaultyDirectory directory;
    private final List<IssuedKey> real;
    private final Tallygate gate;
    private long admitted;

    private FloodedEdge() throws InterruptedException {
        InMemoryDirectory records = new InMemoryDirectory();
        ApiKeys keys = ApiKeys.in(records).time(ManualTime.at(yesterday));
        real = Stream.generate(() -> keys.issue("acme", "orders:read"))
                .limit(REAL)
                .toList();
        directory = FaultyDirectory.around(records); // for it counts the calls
        gate = Tallygate.builder()
                .directory(directory)
                .accept(ApiKeyScheme.standard())
                .central(c -> CENTRAL)
                .build();
        while (!gate.status().filter().standing()) {
            Thread.sleep(10);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        System.exit(new FloodedEdge().run(Integer.parseInt(args[0])) ? 0 : 1);
    }

    private boolean run(int keys) throws InterruptedException {
        Latencies calm = new Latencies();
        Latencies flooded = new Latencies();
        GoodClient client = new GoodClient(gate, request(real.get(0).secret()), time);
        wave(keys / WAVES); // until all is compiled that is called often
        int callsBefore = directory.calls();
        long began = time.nanos();
        for (int i = 0; i < WAVES; i++) {
            client.note(calm);
            Thread.sleep(CALM.toMillis());
            client.note(flooded);
            wave(keys / WAVES);
        }
        int calls = directory.calls() - callsBefore;
        long elapsed = time.nanos() - began;
        client.close();
        long budget = CENTRAL.perSecond()
                * (Duration.ofSeconds(1).toNanos() + elapsed)
                / Duration.ofSeconds(1).toNanos();
        double ratio = flooded.quantile(0.99) / calm.quantile(0.99);
        return new Outcome("FLOOD")
                .figure("keys", keys / WAVES * WAVES)
                .figure("heap_mb", heapMegabytes())
                .figure("central", calls)
                .figure("budget", budget)
                .figure("good_p99_ratio", String.format(Locale.ROOT, "%.2f", ratio))
                .promise("no made-up key is admitted", admitted == 0)
                .promise("the directory is asked no more often than the budget lets", calls <= budget)
                .promise("a good client is never refused", !client.refused())
                .promise("a good client's p99 at most doubles", ratio <= 2)
                .tell();
    }

    private void wave(int keys) {
        for (int i = 0; i < keys; i++) {
            FakeRequest request = request(madeUp(i % 3)).peer(anyAddress());
            admitted += gate.admit(request, Demand.plain()).permitted() ? 1 : 0;
        }
    }

    private String madeUp(int kind) {
        return switch (kind) {
            case 0 -> madeUp.text();
            case 1 -> madeUp.wellFormed(yesterday.getEpochSecond());
            default -> madeUp.nearMiss(real.get(random.nextInt(REAL)).secret());
        };
    }

    private static FakeRequest request(String key) {
        return FakeRequest.get("/orders").header("X-Api-Key", key);
    }

    private String anyAddress() {
        int bits = random.nextInt();
        return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
    }

    /** As the machine has understood it. */
    private static long heapMegabytes() {
        String bytes = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxHeapSize")
                .getValue();
        return Long.parseLong(bytes) >> 20;
    }
}
