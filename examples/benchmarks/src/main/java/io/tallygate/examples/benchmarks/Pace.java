package io.tallygate.examples.benchmarks;

/**
 * How long is measured. In each round every method of a comparison has a process of its own, one after the other, so
 * that a slow spell of the machine meets all of them.
 *
 * @param rounds processes for each method
 * @param warmUps iterations of {@code warmUpMillis} that are not counted
 * @param iterations iterations of {@code iterationMillis} that are
 */
record Pace(String name, int rounds, int warmUps, int warmUpMillis, int iterations, int iterationMillis) {
    static final Pace FULL = new Pace("full", 3, 3, 400, 8, 250);
    static final Pace QUICK = new Pace("quick", 1, 2, 400, 6, 200);

    @Override
    public String toString() {
        return name + ": " + rounds + " forks x " + iterations + " iterations of " + iterationMillis + " ms after "
                + warmUps + " of " + warmUpMillis + " ms";
    }
}
