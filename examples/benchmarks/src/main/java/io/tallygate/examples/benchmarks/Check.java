package io.tallygate.examples.benchmarks;

/** A benchmark that does not do what it measures must not report a figure. */
final class Check {
    private Check() {}

    static void that(boolean done) {
        if (!done) {
            throw new IllegalStateException("the operation was refused, so there is nothing to measure");
        }
    }
}
