package io.tallygate.examples.benchmarks;

/** Placeholder. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        System.out.println("The benchmarks are not written yet.");
    }
}
