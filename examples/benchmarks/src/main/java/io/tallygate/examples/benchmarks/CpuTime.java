package io.tallygate.examples.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Processor time of all threads, for each operation: what other processes do meanwhile is not in it, and what an
 * operation leaves to other threads of its own process is. Compiler and collector are the platform's, and left out.
 */
public final class CpuTime implements InternalProfiler {
    static final String LABEL = "cpu";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private Map<Long, Long> before = Map.of();

    @Override
    public String getDescription() {
        return "Processor time of the benchmark's process";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = ofEach();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double nanos = 0;
        for (Map.Entry<Long, Long> thread : ofEach().entrySet()) {
            nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        double mean = nanos / result.getMetadata().getAllOps();
        return iteration.getType() == IterationType.MEASUREMENT
                ? List.of(new ScalarResult(LABEL, mean, "ns/op", AggregationPolicy.AVG))
                : List.of();
    }

    /** By id, so that one which ends meanwhile takes nothing away from the others. */
    private Map<Long, Long> ofEach() {
        Map<Long, Long> nanos = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            nanos.put(id, Math.max(0, threads.getThreadCpuTime(id)));
        }
        return nanos;
    }
}
