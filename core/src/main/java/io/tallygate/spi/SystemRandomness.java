package io.tallygate.spi;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The one class that takes chance from the machine. */
public final class SystemRandomness {
    private SystemRandomness() {}

    /** A cryptographically strong generator, seeded by the operating system. Thread-safe. */
    public static RandomGenerator secure() {
        return new SecureRandom();
    }
}
