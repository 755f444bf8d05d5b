package io.tallygate.examples.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
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

    /** What each method of each setting took, so far. */
    private final Map<Setting, Map<String, Samples>> measured = new HashMap<>();

    /** With the place for what JMH says. */
    Rounds(Pace pace, PrintStream jmh) {
        this.pace = pace;
        this.output = OutputFormatFactory.createFormatInstance(jmh, VerboseMode.NORMAL);
    }

    /** One line for each peer. */
    List<Line> measure(Comparison comparison) throws Exception {
        Map<String, Samples> samples = measured.computeIfAbsent(comparison.setting(), setting -> new HashMap<>());
        List<String> missing = comparison.methods().stream()
                .filter(method -> !samples.containsKey(method))
                .toList();
        for (int round = 1; round <= pace.rounds() && !missing.isEmpty(); round++) {
            System.out.println("measuring " + comparison.name() + ", round " + round + " of " + pace.rounds());
            run(comparison.setting(), missing, samples);
        }
        return Line.of(comparison, samples);
    }

    private void run(Setting setting, List<String> methods, Map<String, Samples> samples) throws Exception {
        Collection<RunResult> results = new Runner(options(setting, methods), output).run();
        if (results.size() != methods.size()) {
            throw new RunnerException(results.size() + " results for " + methods);
        }
        for (RunResult result : results) {
            String method = method(result.getParams());
            Samples mine = samples.computeIfAbsent(method, name -> new Samples());
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                fork.getIterationResults()
                        .forEach(iteration -> mine.add(
                                setting.clock() == Setting.Clock.CPU
                                        ? iteration
                                                .getSecondaryResults()
                                                .get(CpuTime.LABEL)
                                                .getScore()
                                        : iteration.getPrimaryResult().getScore(),
                                iteration.getSecondaryResults().get(ALLOCATED).getScore()));
            }
        }
    }

    private Options options(Setting setting, List<String> methods) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(setting.include(methods))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(setting.threads())
                .forks(1)
                .warmupIterations(pace.warmUps())
                .warmupTime(TimeValue.milliseconds(pace.warmUpMillis()))
                .measurementIterations(pace.iterations())
                .measurementTime(TimeValue.milliseconds(pace.iterationMillis()))
                .addProfiler(CpuTime.class) // around the other, which so does not see its garbage
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsAppend(jvmArguments(setting));
        setting.parameters().forEach(options::param);
        return options.build();
    }

    /** A heap whose pages are there, as after hours of service: else it is their first use that is measured. */
    private String[] jvmArguments(Setting setting) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Xms1g", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC"));
        if (setting.benchmark() == FlushBenchmark.class) {
            arguments.add("-D" + Server.PROPERTY + "=" + server.url());
        }
        return arguments.toArray(String[]::new);
    }

    /** The name of the method that is measured. */
    static String method(BenchmarkParams benchmark) {
        String name = benchmark.getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
