package io.tallygate.quota.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Direct memory that runs hand on to one another: asking the system for it costs more than a whole run. */
final class Arena {
    private static final int CHUNK = 1 << 20;

    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int chunk;
    private int used;

    /** Zeroed memory, aligned to 64 bytes, good until the next {@link #reset}. */
    ByteBuffer take(int length) {
        if (length > CHUNK) {
            return ByteBuffer.allocateDirect(length);
        }
        if (used + length > CHUNK) {
            chunk++;
            used = 0;
        }
        if (chunk == chunks.size()) {
            chunks.add(ByteBuffer.allocateDirect(CHUNK + 64).alignedSlice(64));
        }
        ByteBuffer slice = chunks.get(chunk).slice(used, length);
        used += (length + 63) & ~63;
        for (int i = 0; i + 8 <= length; i += 8) {
            slice.putLong(i, 0);
        }
        return slice.order(ByteOrder.BIG_ENDIAN);
    }

    void reset() {
        chunk = 0;
        used = 0;
    }
}
