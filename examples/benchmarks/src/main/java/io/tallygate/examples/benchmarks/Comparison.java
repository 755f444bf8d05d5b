package io.tallygate.examples.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is measured against what: the methods {@code ours} and {@code limit} of a benchmark class, and those that are
 * named after the peers.
 *
 * @param name what the report calls it
 * @param parameters of the benchmark class
 */
record Comparison(String name, Class<?> benchmark, Map<String, String> parameters, int threads, List<String> peers) {
    static final String OURS = "ours";
    static final String LIMIT = "limit";

    /** All there are, in the order of the report. */
    static final List<Comparison> ALL = List.of(
            new Comparison("admit.apikey.hot", AdmitBenchmark.class, Map.of("sessions", "1"), 1, List.of("assembled")),
            new Comparison(
                    "admit.apikey.100k", AdmitBenchmark.class, Map.of("sessions", "100000"), 1, List.of("assembled")),
            new Comparison("count.durable", CountBenchmark.class, Map.of(), 1, List.of("chronicle", "fileChannel")),
            new Comparison("limiter", LimiterBenchmark.class, Map.of(), 1, List.of("bucket4j", "resilience4j")),
            new Comparison("limiter.shared", LimiterBenchmark.class, Map.of(), 2, List.of("bucket4j", "resilience4j")));

    /** The methods to run. */
    List<String> methods() {
        return Stream.concat(Stream.of(OURS, LIMIT), peers.stream()).toList();
    }

    /** The expression by which JMH finds them, and no others. */
    String include() {
        return methods().stream().collect(Collectors.joining("|", "^\\Q" + benchmark.getName() + "\\E\\.(", ")$"));
    }
}
