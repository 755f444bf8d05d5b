package io.tallygate.examples.load;

import io.tallygate.testing.FakeRequest;

/** A request that is refused, with a secret that is compared as it must not be: it is what a leak of time looks like. */
record Guess(FakeRequest request, String secret) {
    /** So long that to compare it takes some 200 ns. */
    private static final int LENGTH = 1_024;

    private static final String STORED = "0".repeat(LENGTH);

    static Guess wrongAtOnce(FakeRequest request) {
        return new Guess(request, "1".repeat(LENGTH));
    }

    static Guess wrongAtTheEnd(FakeRequest request) {
        return new Guess(request, "0".repeat(LENGTH - 1) + "1");
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
