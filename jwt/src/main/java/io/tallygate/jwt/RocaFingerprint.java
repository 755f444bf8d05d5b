package io.tallygate.jwt;

import java.math.BigInteger;

/**
 * Tells moduli of the flawed generator of Infineon's RSALib (M. Nemec and others, "The Return of Coppersmith's Attack",
 * CCS 2017): its primes are k·M + (65537^a mod M) with M a primorial, so n modulo each small prime is a power of 65537.
 * A modulus of another origin passes all these tests with a chance of less than 2^-27.
 */
final class RocaFingerprint {
    private static final int GENERATOR = 65_537;
    private static final int[] PRIMES = {
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167
    };

    private RocaFingerprint() {}

    static boolean isIn(BigInteger modulus) {
        for (int prime : PRIMES) {
            if (!isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPower(int remainder, int prime) {
        int power = 1;
        do {
            if (power == remainder) {
                return true;
            }
            power = (int) ((long) power * GENERATOR % prime);
        } while (power != 1);
        return false;
    }
}
