package io.tallygate.quota;

import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.Partitions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One counter: 64 bytes of a counter file, which no other counter shares, and what they mean.
 *
 * <p>Little-endian words: used, refunded, acknowledged used, acknowledged refunded, ceiling (reserved), three more
 * reserved. In <em>used</em> and <em>refunded</em> the low 40 bits count, bits 40 to 62 are kept for the ceiling's epoch,
 * and the top bit says frozen. Both only grow, by compare-and-set, and not at all once frozen. Thread-safe and
 * lock-free; the acknowledged words have one writer, the flusher.
 */
final class Line {
    static final int SIZE = 64;

    /** What {@link #charge} says of a frozen line. */
    static final long FROZEN = -1;
    /** What {@link #charge} says when the units would not fit into 40 bits. */
    static final long FULL = -2;

    /** What {@link #use} says when there is none left. */
    static final long USED_UP = -3;

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int REFUNDED = 8;
    private static final int ACKNOWLEDGED_USED = 16;
    private static final int ACKNOWLEDGED_REFUNDED = 24;
    private static final long FROZEN_BIT = 1L << 63;
    private static final long UNITS = RequestId.MAX_SEQUENCE;

    private final long incarnation;
    private final int number;
    private final CounterKey key;
    private final int partition;
    private final long startMillis;
    private final long endMillis;
    private final ByteBuffer memory;
    private final int offset;
    private volatile long others;
    private volatile long before;
    private volatile long neededUntil;

    /**
     * The counter of that number.
     *
     * @param memory a direct buffer
     * @param offset where in it the line begins; a multiple of 64
     */
    Line(long incarnation, int number, CounterKey key, ByteBuffer memory, int offset) {
        this.incarnation = incarnation;
        this.number = number;
        this.key = key;
        this.partition = Partitions.of(key.account());
        this.startMillis = key.window().start().toEpochMilli();
        this.endMillis = key.window().end().toEpochMilli();
        this.neededUntil = key.countsUses() ? startMillis : endMillis;
        this.memory = memory;
        this.offset = offset;
    }

    long incarnation() {
        return incarnation;
    }

    int number() {
        return number;
    }

    CounterKey key() {
        return key;
    }

    int partition() {
        return partition;
    }

    long endMillis() {
        return endMillis;
    }

    boolean covers(long epochMillis) {
        return epochMillis >= startMillis && epochMillis < endMillis;
    }

    /** Counts the units and returns how far the counter stands then; or {@link #FROZEN} or {@link #FULL}. */
    long charge(int units) {
        return add(offset, units, look());
    }

    /** The word that {@link #charge(int, long)} will change; asked for early, it has come from memory by then. */
    long look() {
        return (long) WORD.getVolatile(memory, offset);
    }

    /** The same as {@link #charge(int)}, beginning with the word as it was seen. */
    long charge(int units, long look) {
        return add(offset, units, look);
    }

    /** Gives units back. Returns whether it was done: not on a frozen line. */
    boolean refund(int units) {
        int word = offset + REFUNDED;
        return add(word, units, (long) WORD.getVolatile(memory, word)) >= 0;
    }

    private long add(int word, int units, long look) {
        for (long seen = look; ; seen = (long) WORD.getVolatile(memory, word)) {
            if (seen < 0) {
                return FROZEN;
            }
            long sum = (seen & UNITS) + units;
            if (sum > UNITS) {
                return FULL;
            }
            if (WORD.compareAndSet(memory, word, seen, seen + units)) {
                return sum;
            }
        }
    }

    /**
     * Counts one use if no more than so many are then known of, here and elsewhere. Returns how far the counter stands
     * then; or {@link #FROZEN} or {@link #USED_UP}.
     */
    long use(long most) {
        while (true) {
            long seen = look();
            if (seen < 0) {
                return FROZEN;
            }
            // Read behind the word that is swapped, so it may be too small by then and never too great: both only grow.
            long here = (seen & UNITS) - refunded();
            if (here + Math.max(before, others) >= most || (seen & UNITS) == UNITS) {
                return USED_UP;
            }
            if (WORD.compareAndSet(memory, offset, seen, seen + 1)) {
                return (seen & UNITS) + 1;
            }
        }
    }

    /** Neither word changes after this. */
    void freeze() {
        WORD.getAndBitwiseOr(memory, offset, FROZEN_BIT);
        WORD.getAndBitwiseOr(memory, offset + REFUNDED, FROZEN_BIT);
    }

    boolean frozen() {
        return (long) WORD.getVolatile(memory, offset) < 0;
    }

    long used() {
        return (long) WORD.getVolatile(memory, offset) & UNITS;
    }

    long refunded() {
        return (long) WORD.getVolatile(memory, offset + REFUNDED) & UNITS;
    }

    /** The net units; never too few, so that a limit read from it is never too lenient. */
    long net() {
        long refunded = refunded();
        return used() - refunded;
    }

    long acknowledgedNet() {
        return acknowledgedUsed() - acknowledgedRefunded();
    }

    private long acknowledgedUsed() {
        return (long) WORD.getVolatile(memory, offset + ACKNOWLEDGED_USED) & UNITS;
    }

    private long acknowledgedRefunded() {
        return (long) WORD.getVolatile(memory, offset + ACKNOWLEDGED_REFUNDED) & UNITS;
    }

    /** Whether the ledger has not acknowledged just what the line says. */
    boolean changed() {
        return used() != acknowledgedUsed() || refunded() != acknowledgedRefunded();
    }

    /** The ledger has taken these values. */
    void acknowledge(long used, long refunded) {
        WORD.setVolatile(memory, offset + ACKNOWLEDGED_USED, used);
        WORD.setVolatile(memory, offset + ACKNOWLEDGED_REFUNDED, refunded);
    }

    /** Whether something was acknowledged since {@link #forgetAcknowledged()}, if there was anything. */
    boolean acknowledgedSinceForgotten() {
        return (acknowledgedUsed() != 0 || used() == 0) && (acknowledgedRefunded() != 0 || refunded() == 0);
    }

    /** The ledger may have lost what it took. */
    void forgetAcknowledged() {
        acknowledge(0, 0);
    }

    /** What all other lives have counted for the same account, meter and window, as the ledger last said. */
    long others() {
        return others;
    }

    void others(long net) {
        others = net;
    }

    /** Earlier lives of this directory have counted so much under the same key, as far as their files are kept. */
    void before(long net) {
        before = Math.max(before, net);
    }

    /** Requests may come for it until then, by what a grant says whose uses it counts. */
    void neededUntil(long epochMillis) {
        neededUntil = Math.max(neededUntil, epochMillis);
    }

    /** Whether no more requests come for it, though it need not be frozen. */
    boolean overBy(long epochMillis) {
        return neededUntil <= epochMillis;
    }

    @Override
    public String toString() {
        return "Line[" + number + ", used=" + used() + ", refunded=" + refunded() + "]";
    }
}
