package io.tallygate.adapter;

import io.tallygate.model.BodyAhead;
import io.tallygate.model.BodyAhead.Missing;
import io.tallygate.model.BodyCheck;
import io.tallygate.model.Denial;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request's body on its way through an adapter. It is left alone unless a scheme asks for it before the gate has
 * decided; what was read then is read again by the host. Used by one thread at a time.
 */
public final class RequestBody {
    private final Source source;
    private final long declaredLength;
    private @Nullable BodyAhead ahead;
    private @Nullable IOException failure;

    /** What the host has still to read, once something was read ahead. */
    private @Nullable InputStream replay;

    /**
     * A body that nobody has read from.
     *
     * @param source opened only when there is something to verify
     * @param declaredLength what the client declared, negative when it did not
     */
    public RequestBody(Source source, long declaredLength) {
        this.source = source;
        this.declaredLength = declaredLength;
    }

    /**
     * What an adapter answers to {@link io.tallygate.model.InboundRequest#bodyAhead}.
     *
     * @param maxBytes the most that is read, at least 0; never more than {@value HostPolicy#MAX_HELD_BYTES}
     */
    public BodyAhead ahead(int maxBytes) {
        if (ahead == null) {
            ahead = read(Math.min(maxBytes, HostPolicy.MAX_HELD_BYTES));
        }
        return ahead;
    }

    private BodyAhead read(int most) {
        if (declaredLength > most) {
            return Missing.TOO_LARGE;
        }
        try {
            return read(source.open(), most);
        } catch (IOException e) {
            failure = e;
            return Missing.BROKEN;
        }
    }

    private BodyAhead read(InputStream in, int most) throws IOException {
        // One byte more than may be read tells whether there is more.
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            replay = new SequenceInputStream(new ByteArrayInputStream(bytes), in);
            return Missing.TOO_LARGE;
        }
        if (bytes.length < declaredLength) {
            throw new EOFException("the body ended after " + bytes.length + " of " + declaredLength + " bytes");
        }
        replay = new ByteArrayInputStream(bytes);
        return new BodyAhead.Whole(bytes);
    }

    /** What went wrong while it was read ahead. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    long declaredLength() {
        return declaredLength;
    }

    InputStream open() throws IOException {
        return replay != null ? replay : source.open();
    }

    /**
     * What was read ahead of an admitted request; its scheme has verified it. Empty when no scheme asked.
     *
     * @throws BodyRejectedException when a scheme asked and did without: what it admitted is not what was sent
     */
    Optional<SignedBody> provenAhead() throws IOException {
        if (ahead == null) {
            return Optional.empty();
        }
        if (!(ahead instanceof BodyAhead.Whole whole)) {
            throw new BodyRejectedException(Denial.BODY_TOO_LARGE);
        }
        int length = whole.bytes().length;
        return Optional.of(SignedBody.open(this, new Proven(length), length));
    }

    /** Opens the host's own body. */
    @FunctionalInterface
    public interface Source {
        /** Called at most once. */
        InputStream open() throws IOException;
    }

    /** Nothing is left to check. */
    private record Proven(long maxBytes) implements BodyCheck, BodyCheck.Running {
        @Override
        public Running begin() {
            return this;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            // It is what the scheme has verified.
        }

        @Override
        public boolean matches() {
            return true;
        }
    }
}
