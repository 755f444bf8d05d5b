package io.tallygate.examples.load;

import java.nio.file.Path;
import java.util.List;

/** Starts an edge with little memory in a process of its own, which floods itself and prints the line. */
final class Flood implements Scenario {
    private static final String HEAP = "64m";

    private final int keys;

    /** @param keys that are made up */
    Flood(int keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public boolean run() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                FloodedEdge.class.getName(),
                Integer.toString(keys));
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
