package io.tallygate.examples.load;

import io.tallygate.FilterSettings;
import io.tallygate.FilterStatus;
import io.tallygate.Tallygate;
import io.tallygate.TallygateBuilder;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.IssuingStress;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/**
 * Whether the filter of existing credentials refuses one that exists: keys are issued, removed, shown and made up on two
 * threads, while the gate follows the directory and builds its filter anew. And how many made-up keys pass a filter that is
 * just as full as it was built for.
 */
final class Bloom implements Scenario {
    private static final int THREADS = 2;
    private static final int PROBES = 400_000;

    private final TimeSource time = TimeSource.system();
    private final TimeSource yesterday =
            ManualTime.at(Instant.ofEpochMilli(time.epochMillis()).minus(Duration.ofDays(1)));
    private final long seed = time.epochMillis();
    private final Random random = new Random(seed);
    private final int issues;

    /** @param issues of keys, under load */
    Bloom(int issues) {
        this.issues = issues;
    }

    @Override
    public String name() {
        return "bloom";
    }

    @Override
    public boolean run() throws Exception {
        InMemoryDirectory directory = new InMemoryDirectory();
        try (Tallygate gate = gate(directory)
                .freshness(f -> f.pullEvery(Duration.ofMillis(20)))
                .filter(f -> f.expected(1_000))
                .build()) {
            return measure(gate, directory);
        }
    }

    private boolean measure(Tallygate gate, InMemoryDirectory directory) throws Exception {
        IssuingStress.Result result = new IssuingStress<>(
                        keys(gate, directory),
                        time,
                        () -> time.nanos() - gate.revocationWindow().toNanos(),
                        random)
                .run(THREADS, issues / THREADS);
        double refusedMadeUp = (double) gate.status().filter().refused() / result.issued();
        FilterStatus full = fullFilter();
        double passed = 1 - (double) full.refused() / PROBES;
        return new Outcome("BLOOM")
                .figure("issued", result.issued())
                .figure("refused_existing", result.refused())
                .figure("fpr", String.format(Locale.ROOT, "%.5f", passed))
                .figure("configured", full.configured())
                .promise("no key that exists is refused, seed " + seed, result.refused() == 0)
                .promise("nine tenths are shown and permitted", result.permitted() > result.issued() * 0.9)
                .promise("half the made-up keys are refused by the filter meanwhile", refusedMadeUp > 0.5)
                .promise(
                        "as many false positives as configured, to a tenth",
                        Math.abs(passed / full.configured() - 1) < 0.1)
                .tell();
    }

    /** What made-up keys did to a filter that holds as many as it was built for. */
    private FilterStatus fullFilter() throws InterruptedException {
        InMemoryDirectory directory = new InMemoryDirectory();
        ApiKeys keys = ApiKeys.in(directory).time(yesterday).random(random);
        for (long i = FilterSettings.standard().expected(); i > 0; i--) {
            keys.issue("acme", "orders:read");
        }
        try (Tallygate gate = gate(directory).build()) {
            while (!gate.status().filter().standing()) {
                Thread.sleep(10);
            }
            KeysOfAGate shown = keys(gate, directory);
            for (int i = 0; i < PROBES; i++) {
                shown.showMadeUp();
            }
            return gate.status().filter();
        }
    }

    private static TallygateBuilder gate(InMemoryDirectory directory) {
        return Tallygate.builder()
                .directory(directory)
                .accept(ApiKeyScheme.standard())
                .central(c -> c.perSecond(1_000_000))
                .sessions(s -> s.maxTotal(1_000));
    }

    private KeysOfAGate keys(Tallygate gate, InMemoryDirectory directory) {
        return new KeysOfAGate(gate, directory, yesterday, random);
    }
}
