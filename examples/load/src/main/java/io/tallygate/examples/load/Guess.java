package io.tallygate.examples.load;

/**
 * A request that is refused, with a secret that is compared as it must not be: it is what a leak of time looks like.
 *
 * @param <R> what holds the request
 */
record Guess<R>(R request, String secret) {
    /** So long that to compare it takes some 200 ns. */
    private static final int LENGTH = 1_024;

    private static final String STORED = "0".repeat(LENGTH);

    static <R> Guess<R> wrongAtOnce(R request) {
        return new Guess<>(request, "1".repeat(LENGTH));
    }

    static <R> Guess<R> wrongAtTheEnd(R request) {
        return new Guess<>(request, "0".repeat(LENGTH - 1) + "1");
    }

    boolean isRight() {
        for (int i = 0; i < LENGTH; i++) {
            if (secret.charAt(i) != STORED.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
