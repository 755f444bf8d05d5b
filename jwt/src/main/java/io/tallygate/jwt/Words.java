package io.tallygate.jwt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes as one word, the first in its lowest bits, so that one operation does for all of them. What an operation
 * finds out of a byte it says in that byte's {@link #TOP} bit (SIMD within a register; Lamport, Multiple byte processing
 * with full-word instructions, 1975).
 */
final class Words {
    /** The highest bit of each byte. */
    static final long TOP = each(0x80);

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** The eight bytes from there on. */
    static long at(byte[] bytes, int index) {
        return (long) WORDS.get(bytes, index);
    }

    /** Eight times the same byte. */
    static long each(int b) {
        return b * 0x0101010101010101L;
    }
}
