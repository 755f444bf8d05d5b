package io.tallygate.examples.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where methods are measured. What was measured in one is not measured again for another comparison in the same.
 *
 * @param parameters of the benchmark class
 * @param clock by which all of them are measured
 */
record Setting(Class<?> benchmark, Map<String, String> parameters, int threads, Clock clock) {
    /** What a nanosecond is. */
    enum Clock {
        /** Processor time of the process; for work that never waits. Other processes hardly disturb it. */
        CPU,
        /** Elapsed time. */
        WALL
    }

    /** The expression by which JMH finds these methods, and no others. */
    String include(Collection<String> methods) {
        return methods.stream().collect(Collectors.joining("|", "^\\Q" + benchmark.getName() + "\\E\\.(", ")$"));
    }
}
