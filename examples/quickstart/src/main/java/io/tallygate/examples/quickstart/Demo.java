package io.tallygate.examples.quickstart;

/** Placeholder. */
public final class Demo {
    private Demo() {}

    public static void main(String[] args) {
        System.out.println("The demo is not written yet.");
    }
}
