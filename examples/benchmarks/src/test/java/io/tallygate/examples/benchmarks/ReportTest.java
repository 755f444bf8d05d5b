package io.tallygate.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class ReportTest {
    private static final Setting SETTING = new Setting(LimiterBenchmark.class, Map.of(), 1, Setting.Clock.CPU);
    private static final Comparison TWO_PEERS = new Comparison("limiter", SETTING, "bucket4j", "resilience4j");
    private static final Run RUN = new Run(Instant.parse("2026-01-02T03:04:05Z"), "17.0.1", 2, 0.25, Pace.QUICK);

    @Test
    void saysOneLineForEachPeerWithRatiosOfTheMedians() {
        List<Line> lines = Line.of(TWO_PEERS, samples());

        assertThat(lines.stream().map(Line::text))
                .containsExactly(
                        "BENCH limiter ours=30.00 limit=20.00 xlimit=1.50 peer=bucket4j peer=45.00 xpeer=1.50 alloc=8.0",
                        "BENCH limiter ours=30.00 limit=20.00 xlimit=1.50 peer=resilience4j peer=300.00 xpeer=10.00"
                                + " alloc=8.0");
    }

    @Test
    void saysTheSameAsJson() {
        String json = new Report(RUN, Line.of(TWO_PEERS, samples())).json();

        assertThat(json)
                .isEqualTo("{\"run\":{\"at\":\"2026-01-02T03:04:05Z\",\"jdk\":\"17.0.1\",\"processors\":2,\"load\":0.3,"
                        + "\"forks\":1,\"iterations\":6,\"iterationMillis\":200},\"comparisons\":["
                        + "{\"name\":\"limiter\",\"clock\":\"cpu\",\"ours\":30.00,\"limit\":20.00,\"xlimit\":1.50,"
                        + "\"peer\":\"bucket4j\",\"peerNs\":45.00,\"xpeer\":1.50,\"alloc\":8.0},"
                        + "{\"name\":\"limiter\",\"clock\":\"cpu\",\"ours\":30.00,\"limit\":20.00,\"xlimit\":1.50,"
                        + "\"peer\":\"resilience4j\",\"peerNs\":300.00,\"xpeer\":10.00,\"alloc\":8.0}]}\n");
    }

    @Test
    void endsWithTheComparisonsWhateverTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            String text = new Report(RUN, Line.of(TWO_PEERS, samples())).text();

            assertThat(text.lines().skip(1)).hasSize(2).allMatch(line -> line.startsWith("BENCH limiter ours=30.00 "));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refusesToReportWhatWasNotMeasured() {
        Samples nothing = new Samples();

        assertThatThrownBy(nothing::nanos).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyComparisonNamesBenchmarksThatExist() {
        int seen = 0;
        for (Comparison comparison : Comparison.ALL) {
            Pattern include = Pattern.compile(comparison.setting().include(comparison.methods()));
            Class<?> benchmark = comparison.setting().benchmark();
            List<String> found = Arrays.stream(benchmark.getMethods())
                    .filter(method -> method.isAnnotationPresent(Benchmark.class))
                    .map(Method::getName)
                    .filter(name ->
                            include.matcher(benchmark.getName() + "." + name).find())
                    .toList();
            assertThat(found).as(comparison.name()).containsExactlyInAnyOrderElementsOf(comparison.methods());
            seen += found.size();
        }
        assertThat(seen).isGreaterThanOrEqualTo(64);
    }

    private static Map<String, Samples> samples() {
        Map<String, Samples> samples = new HashMap<>();
        samples.put("ours", sampled(10, 30, 1_000));
        samples.put("limit", sampled(20, 20, 20));
        samples.put("bucket4j", sampled(40, 50));
        samples.put("resilience4j", sampled(300));
        return samples;
    }

    private static Samples sampled(double... nanos) {
        Samples samples = new Samples();
        Arrays.stream(nanos).forEach(value -> samples.add(value, 8));
        return samples;
    }
}
