package io.tallygate.examples.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/** All that was measured, for people and for programs. */
record Report(Run run, List<Line> lines) {
    Report {
        lines = List.copyOf(lines);
    }

    /** Ends with one line for each comparison and peer. */
    String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n", run.text() + "\n", "\n"));
    }

    /** The same, on one line. */
    String json() {
        return lines.stream()
                .map(Line::json)
                .collect(Collectors.joining(",", "{\"run\":" + run.json() + ",\"comparisons\":[", "]}\n"));
    }
}
