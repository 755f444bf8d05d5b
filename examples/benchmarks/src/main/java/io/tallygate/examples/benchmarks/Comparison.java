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
 * @param clock by which all of them are measured
 */
record Comparison(
        String name, Class<?> benchmark, Map<String, String> parameters, int threads, Clock clock, List<String> peers) {
    /** What a nanosecond is. */
    enum Clock {
        /** Processor time of the process; for work that never waits. Other processes hardly disturb it. */
        CPU,
        /** Elapsed time. */
        WALL
    }

    static final String OURS = "ours";
    static final String LIMIT = "limit";

    /** All there are, in the order of the report. */
    static final List<Comparison> ALL = List.of(
            admit("admit.apikey.hot", 1),
            admit("admit.apikey.100k", 100_000),
            new Comparison(
                    "count.durable",
                    CountBenchmark.class,
                    Map.of(),
                    1,
                    Clock.WALL,
                    List.of("chronicle", "fileChannel")),
            limiter("limiter", 1, Clock.CPU),
            limiter("limiter.shared", 2, Clock.WALL),
            new Comparison("flush", FlushBenchmark.class, Map.of(), 1, Clock.WALL, List.of("insertV7", "insertV4")));

    private static Comparison admit(String name, int sessions) {
        Map<String, String> parameters = Map.of("sessions", String.valueOf(sessions));
        return new Comparison(name, AdmitBenchmark.class, parameters, 1, Clock.CPU, List.of("assembled"));
    }

    private static Comparison limiter(String name, int threads, Clock clock) {
        List<String> peers = List.of("bucket4j", "resilience4j");
        return new Comparison(name, LimiterBenchmark.class, Map.of(), threads, clock, peers);
    }

    /** The methods to run. */
    List<String> methods() {
        return Stream.concat(Stream.of(OURS, LIMIT), peers.stream()).toList();
    }

    /** The expression by which JMH finds them, and no others. */
    String include() {
        return methods().stream().collect(Collectors.joining("|", "^\\Q" + benchmark.getName() + "\\E\\.(", ")$"));
    }
}
