package io.tallygate.examples.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Measures what we do, what others do for the same end, and what is physically needed, in one run and on one machine.
 * Prints one line for each comparison at the end. Only the ratios mean something elsewhere.
 *
 * <p>Properties: {@code bench}, a regular expression that is found in the names of the comparisons; {@code bench.quick},
 * fewer rounds; {@code bench.directory}, where the report and the log of JMH go.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        // Its lock would refuse a second run on the machine. Ratios bear that; the report shows the load instead.
        System.setProperty("jmh.ignoreLock", "true");
        Pace pace = Boolean.getBoolean("bench.quick") ? Pace.QUICK : Pace.FULL;
        List<Comparison> chosen = choose(System.getProperty("bench", ".*"));
        Path directory = Files.createDirectories(Path.of(System.getProperty("bench.directory", "target")));
        Path log = directory.resolve("bench.log");
        List<Line> lines = new ArrayList<>();
        Run run = Run.begin(pace);
        try (PrintStream jmh = new PrintStream(Files.newOutputStream(log), true);
                Rounds rounds = new Rounds(pace, jmh)) {
            for (Comparison comparison : chosen) {
                lines.addAll(rounds.measure(comparison));
            }
        } catch (Exception e) {
            System.err.println("The benchmarks broke off; what JMH said is in " + log.toAbsolutePath());
            throw e;
        }
        Report report = new Report(run, lines);
        Path json = Files.writeString(directory.resolve("bench.json"), report.json());
        System.out.println("Report: " + json.toAbsolutePath());
        System.out.print(report.json());
        System.out.print(report.text());
    }

    private static List<Comparison> choose(String expression) {
        Pattern pattern = Pattern.compile(expression);
        List<Comparison> chosen = Comparison.ALL.stream()
                .filter(comparison -> pattern.matcher(comparison.name()).find())
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("-Dbench=" + expression + " is found in none of "
                    + Comparison.ALL.stream().map(Comparison::name).toList());
        }
        return chosen;
    }
}
