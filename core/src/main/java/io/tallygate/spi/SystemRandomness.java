package io.tallygate.spi;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The one class that takes chance from the machine. */
public final class SystemRandomness {
    /** Thread-safe and seeded by the platform. */
    static final RandomGenerator INSTANCE = new SecureRandom();

    private SystemRandomness() {}

    /** A cryptographically strong generator, seeded by the operating system. Thread-safe. */
    public static RandomGenerator secure() {
        return new SecureRandom();
    }
}
