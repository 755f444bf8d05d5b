package io.tallygate.hmac;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes that are signed (RFC 9421, 2.5), in a buffer that is used again and again. Holds printable ASCII and line feeds
 * only, and no more than {@value #MOST} bytes: what is more, or anything else, breaks it. For one thread.
 */
final class SignatureBase {
    private static final int MOST = 32 * 1024;

    private static final ThreadLocal<SignatureBase> OF_THREAD = ThreadLocal.withInitial(SignatureBase::new);

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean broken;
    private boolean held;

    /** The one of this thread; another one while that is held. */
    static SignatureBase ofThread() {
        SignatureBase kept = OF_THREAD.get();
        return kept.held ? new SignatureBase() : kept;
    }

    /** Held while others are called who may want the one of this thread, and then no more. */
    void hold(boolean whether) {
        held = whether;
    }

    /** Begins anew. */
    SignatureBase clear() {
        length = 0;
        broken = false;
        return this;
    }

    SignatureBase add(String text) {
        return add(text, 0, text.length());
    }

    SignatureBase add(Slice slice) {
        return add(slice.text(), slice.from(), slice.to());
    }

    SignatureBase addKnown(String text) {
        return addKnown(text, 0, text.length());
    }

    SignatureBase addKnown(Slice slice) {
        return addKnown(slice.text(), slice.from(), slice.to());
    }

    /** All characters at once, and then a look at each, since the first way tells nothing of what it cuts off. */
    @SuppressWarnings("deprecation") // the one way into bytes that are there already
    SignatureBase add(String text, int from, int to) {
        if (broken || !makeRoom(to - from + 1)) {
            return this;
        }
        text.getBytes(from, to, bytes, length);
        int foreign = 0;
        for (int i = from; i < to; i++) {
            foreign |= (text.charAt(i) - 0x20) | (0x7E - text.charAt(i));
        }
        broken = foreign < 0;
        length += to - from;
        return this;
    }

    /** Adds characters that are known to be printable ASCII, all of them. */
    @SuppressWarnings("deprecation") // likewise
    SignatureBase addKnown(String text, int from, int to) {
        if (!broken && makeRoom(to - from + 1)) {
            text.getBytes(from, to, bytes, length);
            length += to - from;
        }
        return this;
    }

    SignatureBase endLine() {
        if (!broken && makeRoom(1)) {
            bytes[length++] = '\n';
        }
        return this;
    }

    private boolean makeRoom(int more) {
        if (more > MOST - length) {
            broken = true;
        } else if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
        return !broken;
    }

    /** Whether something did not fit in; then nobody can have signed this. */
    boolean broken() {
        return broken;
    }

    /** The code of these bytes. */
    byte[] signedBy(MacKey key) {
        return key.sign(bytes, 0, length);
    }

    /** The bytes as text. */
    String text() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
