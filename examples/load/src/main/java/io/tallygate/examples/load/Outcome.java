package io.tallygate.examples.load;

import java.util.ArrayList;
import java.util.List;

/** What is printed of a scenario, and which of its promises were broken. For one thread. */
final class Outcome {
    private final StringBuilder line;
    private final List<String> broken = new ArrayList<>();

    /** Of the scenario with that name, in capitals. */
    Outcome(String name) {
        this.line = new StringBuilder(name);
    }

    /** Adds a figure. */
    Outcome figure(String name, Object value) {
        line.append(' ').append(name).append('=').append(value);
        return this;
    }

    /** Adds a promise, in words. */
    Outcome promise(String words, boolean kept) {
        if (!kept) {
            broken.add(words);
        }
        return this;
    }

    /** Prints the line, and what was broken; says whether nothing was. */
    boolean tell() {
        System.out.println(line);
        broken.forEach(words -> System.out.println("  broken: " + words));
        return broken.isEmpty();
    }
}
