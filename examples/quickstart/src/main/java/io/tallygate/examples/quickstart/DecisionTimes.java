package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What act two measured: how long decisions took, at the centre and at the edges, and how often the centre was asked. */
final class DecisionTimes {
    private DecisionTimes() {}

    static void show(Stage stage) throws InterruptedException {
        List<Long> central = new ArrayList<>();
        List<Long> local = new ArrayList<>();
        long calls = 0;
        for (EdgeProcess edge : stage.edges()) {
            central.addAll(edge.central().answeredNanos());
            calls += edge.central().count();
            local.addAll(nanos(edge.ask("decisions")));
        }
        say("");
        say(
                "Decided at the centre: p50 %.1f ms, p99 %.1f ms",
                percentile(central, 50) / 1e6, percentile(central, 99) / 1e6);
        say(
                "Decided at the edge:   p50 %.1f µs, p99 %.1f µs, HTTP adapter included",
                percentile(local, 50) / 1e3, percentile(local, 99) / 1e3);
        say("Central calls: %,d for %,d requests", calls, stage.tally.answered());
    }

    private static List<Long> nanos(String answer) {
        return Stream.of(answer.split(" ")).skip(1).map(Long::valueOf).toList();
    }

    private static double percentile(List<Long> nanos, int percent) {
        return nanos.stream()
                .sorted()
                .skip(percent * (nanos.size() - 1L) / 100)
                .findFirst()
                .orElseThrow();
    }
}
