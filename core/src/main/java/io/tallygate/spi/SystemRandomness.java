package io.tallygate.spi;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The one class that takes randomness from the operating system. */
final class SystemRandomness {
    /** Thread-safe and seeded by the platform. */
    static final RandomGenerator INSTANCE = new SecureRandom();

    private SystemRandomness() {}
}
