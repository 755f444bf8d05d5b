package io.tallygate.examples.load;

/** One load, and the promises that are to be kept under it. */
interface Scenario {
    /** A lower-case word. */
    String name();

    /** Measures, prints the line, and says whether the promises were kept. */
    boolean run() throws Exception;
}
