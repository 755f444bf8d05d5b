package io.tallygate.examples.crash;

/** Placeholder. */
public final class Crash {
    private Crash() {}

    public static void main(String[] args) {
        System.out.println("The crash run is not written yet.");
    }
}
