package io.tallygate.adapter;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.Denial;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body that is verified while it is read. It reads ahead of its reader and never gives away the last byte it has
 * before the end of the body is seen and verified, so a reader cannot get a whole body that is not the signed one, even
 * if it reads exactly the declared length and never asks for the end. Used by one thread at a time.
 *
 * <p>A body that fits into what is held is verified before the first byte is given away. Of a larger one the reader sees
 * a beginning that is not verified yet: it must read to the end before it acts. What it leaves unread is verified by
 * {@link #drain()}, within the scheme's limit.
 */
public final class SignedBody extends InputStream {
    private static final int CHUNK = 8192;

    private final InputStream raw;
    private final BodyCheck.Running check;
    private final long maxBytes;

    private byte[] ahead = new byte[0];
    private int from;
    private int to;
    private long taken;
    private boolean ended;
    private boolean drained;
    private @Nullable BodyRejectedException rejection;

    private SignedBody(InputStream raw, BodyCheck check) {
        this.raw = raw;
        this.check = check.begin();
        this.maxBytes = check.maxBytes();
    }

    static SignedBody open(RequestBody source, BodyCheck check, int held) throws IOException {
        if (source.declaredLength() > check.maxBytes()) {
            throw new BodyRejectedException(Denial.BODY_TOO_LARGE);
        }
        SignedBody body = new SignedBody(source.open(), check);
        body.hold(held);
        return body;
    }

    private void hold(int limit) throws IOException {
        // One byte more than may be held tells whether there is more.
        int most = (int) Math.min(limit, maxBytes) + 1;
        ahead = raw.readNBytes(most);
        take(0, ahead.length);
        if (ahead.length < most) {
            end();
        }
    }

    /** Whether the whole body has been read and verified, though perhaps not given to the reader. */
    public boolean verified() {
        return ended && rejection == null;
    }

    /** Whether the reader has got all of a verified body. */
    public boolean exhausted() {
        return verified() && from == to;
    }

    /** Why the body was rejected, once it was. The reader may have swallowed the exception. */
    public Optional<BodyRejectedException> rejection() {
        return Optional.ofNullable(rejection);
    }

    /**
     * Reads and verifies what the reader left, which it cannot read any more: a later read fails.
     *
     * @throws BodyRejectedException when the body is rejected, or was before
     */
    public void drain() throws IOException {
        failIfRejected();
        drained |= !exhausted();
        while (!ended) {
            from = Math.max(from, to - 1);
            fill();
        }
        from = to;
    }

    @Override
    public int read() throws IOException {
        return awaitGivable() == 0 ? -1 : ahead[from++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, awaitGivable());
        if (count == 0) {
            return -1;
        }
        System.arraycopy(ahead, from, bytes, offset, count);
        from += count;
        return count;
    }

    @Override
    public int available() throws IOException {
        failIfRejected();
        return givable();
    }

    private int awaitGivable() throws IOException {
        failIfRejected();
        if (drained) {
            throw new IOException("the rest of the signed body was verified and dropped; read it before answering");
        }
        while (givable() == 0 && !ended) {
            fill();
        }
        return givable();
    }

    private int givable() {
        return ended ? to - from : Math.max(0, to - from - 1);
    }

    /** Called with at most one byte left: moves it to the front and reads behind it. */
    private void fill() throws IOException {
        int left = to - from;
        byte[] target = ahead.length < CHUNK ? new byte[CHUNK] : ahead;
        System.arraycopy(ahead, from, target, 0, left);
        ahead = target;
        from = 0;
        to = left;
        int count = raw.read(ahead, left, ahead.length - left);
        if (count < 0) {
            end();
        } else {
            take(left, count);
        }
    }

    private void take(int offset, int count) throws BodyRejectedException {
        taken += count;
        if (taken > maxBytes) {
            throw reject(Denial.BODY_TOO_LARGE);
        }
        check.update(ahead, offset, count);
        to = offset + count;
    }

    private void end() throws BodyRejectedException {
        ended = true;
        if (!check.matches()) {
            throw reject(Denial.DIGEST_MISMATCH);
        }
    }

    private BodyRejectedException reject(Denial denial) {
        Arrays.fill(ahead, (byte) 0);
        from = to;
        rejection = new BodyRejectedException(denial);
        return rejection;
    }

    private void failIfRejected() throws BodyRejectedException {
        if (rejection != null) {
            throw rejection;
        }
    }
}
