package io.tallygate.hmac;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * Makes 64-bit fingerprints of authentication codes: of the first eight bytes, which nobody can choose for a key he does
 * not have, so that two codes have the same with a chance of 2<sup>-64</sup>.
 *
 * <p>Who has a key can try nonces until a code begins as he likes. So that he cannot aim at one part of a table, the bytes
 * go through a permutation that a secret of this process is mixed into, twice (Even and Mansour, 1997, with the mixing
 * function of SplitMix64, variant 13 of Stafford). It keeps what is different different. Thread-safe.
 */
final class Fingerprints {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long first;
    private final long second;

    Fingerprints(RandomGenerator random) {
        this.first = random.nextLong();
        this.second = random.nextLong();
    }

    /** @param code at least eight bytes */
    long of(byte[] code) {
        return mixed(mixed((long) LONGS.get(code, 0) ^ first) ^ second);
    }

    private static long mixed(long bits) {
        long once = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }
}
