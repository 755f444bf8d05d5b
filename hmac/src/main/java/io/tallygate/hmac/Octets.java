package io.tallygate.hmac;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text of octets, one each (ISO 8859-1), in a buffer that is used again and again. Characters that are added must be octets;
 * of any other the lower eight bits are taken. For one thread.
 */
final class Octets {
    private static final int FIRST = 1 << 10;

    /** What is larger is not kept for the next text. */
    private static final int MOST_KEPT = 1 << 15;

    private static final ThreadLocal<Octets> OF_THREAD = ThreadLocal.withInitial(() -> new Octets(FIRST));

    private byte[] bytes;
    private int length;
    private boolean held;

    /** With room for so many; more make room for themselves. */
    Octets(int room) {
        this.bytes = new byte[room];
    }

    /** The one of this thread, empty: what it held is gone. Another one while that is held. */
    static Octets ofThread() {
        Octets kept = OF_THREAD.get();
        return kept.held ? new Octets(FIRST) : kept.clear();
    }

    /** Held while others are called who may want octets of this thread, and then no more. */
    void hold(boolean whether) {
        held = whether;
    }

    private Octets clear() {
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[FIRST];
        }
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    Octets add(char octet) {
        makeRoom(1);
        bytes[length++] = (byte) octet;
        return this;
    }

    Octets add(String text) {
        return add(text, 0, text.length());
    }

    Octets add(Slice slice) {
        return add(slice.text(), slice.from(), slice.to());
    }

    @SuppressWarnings("deprecation") // the one way into bytes that are there already
    Octets add(String text, int from, int to) {
        makeRoom(to - from);
        text.getBytes(from, to, bytes, length);
        length += to - from;
        return this;
    }

    /** Two digits for each byte, in lower case. */
    Octets addHex(byte[] hash) {
        makeRoom(2 * hash.length);
        Hex.write(hash, bytes, length);
        length += 2 * hash.length;
        return this;
    }

    private void makeRoom(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    /** The hash of them all. */
    byte[] sha256() {
        return Sha256.of(bytes, 0, length);
    }

    /** The code of them all. */
    byte[] signedBy(MacKey key) {
        return key.sign(bytes, 0, length);
    }

    /** What they are as a text. */
    String text() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "Octets[" + length + "]";
    }
}
