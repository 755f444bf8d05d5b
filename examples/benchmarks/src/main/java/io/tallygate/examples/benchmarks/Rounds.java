package io.tallygate.examples.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH measure comparisons. Starts a database server for those that want one, and ends it when closed. */
final class Rounds implements AutoCloseable {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Pace pace;
    private final OutputFormat output;
    private final Server server = new Server();

    /** With the place for what JMH says. */
    Rounds(Pace pace, PrintStream jmh) {
        this.pace = pace;
        this.output = OutputFormatFactory.createFormatInstance(jmh, VerboseMode.NORMAL);
    }

    /** One line for each peer. */
    List<Line> measure(Comparison comparison) throws Exception {
        Map<String, Samples> samples = new HashMap<>();
        for (int round = 1; round <= pace.rounds(); round++) {
            System.out.println("measuring " + comparison.name() + ", round " + round + " of " + pace.rounds());
            run(comparison, samples);
        }
        return Line.of(comparison, samples);
    }

    private void run(Comparison comparison, Map<String, Samples> samples) throws Exception {
        Collection<RunResult> results = new Runner(options(comparison), output).run();
        if (results.size() != comparison.methods().size()) {
            throw new RunnerException(results.size() + " results for " + comparison.methods());
        }
        for (RunResult result : results) {
            String method = method(result);
            Samples mine = samples.computeIfAbsent(method, name -> new Samples());
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                fork.getIterationResults()
                        .forEach(iteration -> mine.add(
                                comparison.clock() == Comparison.Clock.CPU
                                        ? iteration
                                                .getSecondaryResults()
                                                .get(CpuTime.LABEL)
                                                .getScore()
                                        : iteration.getPrimaryResult().getScore(),
                                iteration.getSecondaryResults().get(ALLOCATED).getScore()));
            }
        }
    }

    private Options options(Comparison comparison) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(comparison.include())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(comparison.threads())
                .forks(1)
                .warmupIterations(pace.warmUps())
                .warmupTime(TimeValue.milliseconds(pace.warmUpMillis()))
                .measurementIterations(pace.iterations())
                .measurementTime(TimeValue.milliseconds(pace.iterationMillis()))
                .addProfiler(CpuTime.class) // around the other, which so does not see its garbage
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsAppend(jvmArguments(comparison));
        comparison.parameters().forEach(options::param);
        return options.build();
    }

    /** A heap whose pages are there, as after hours of service: else it is their first use that is measured. */
    private String[] jvmArguments(Comparison comparison) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Xms1g", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC"));
        if (comparison.benchmark() == FlushBenchmark.class) {
            arguments.add("-D" + Server.PROPERTY + "=" + server.url());
        }
        return arguments.toArray(String[]::new);
    }

    private static String method(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
