package io.tallygate.examples.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an admission cannot do without, and nothing else: one hash in reused buffers, one map read, one clock read, one
 * atomic update of a rate limit, one of a counter in mapped memory, and an answer. For one thread; for a machine that
 * never fails and callers who never err.
 */
final class HandWritten implements AutoCloseable {
    private static final VarHandle BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int LINE = 64;
    private static final long SLIDING = TimeUnit.HOURS.toNanos(24);
    private static final long GRAIN = TimeUnit.MINUTES.toNanos(1);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long INTERVAL = Rates.NEVER_REACHED.interval().toNanos();
    private static final long TOLERANCE = INTERVAL * Rates.NEVER_REACHED.burst();

    private final Map<Hash, Session> sessions = new ConcurrentHashMap<>();
    private final MessageDigest sha256;
    private final byte[] text = new byte[64];
    private final byte[] digest = new byte[32];
    private final Hash probe = new Hash();
    private final Path file;
    private final ByteBuffer counters;
    private long wallRead;
    private long epochMillis;

    HandWritten(List<String> keys) throws IOException, GeneralSecurityException {
        this.wallRead = System.nanoTime() - MILLI;
        this.sha256 = MessageDigest.getInstance("SHA-256");
        this.file = Files.createTempFile("bench", ".counters");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.counters = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) LINE * keys.size());
        }
        for (int i = 0; i < keys.size(); i++) {
            sessions.put(hash(keys.get(i)).copy(), new Session("account-" + i, i * LINE));
        }
    }

    /** What a host needs to know. */
    record Answer(Session session, long sequence, long epochMillis) {}

    Answer admit(String key) {
        long nanos = System.nanoTime();
        Session session = sessions.get(hash(key));
        if (session == null || nanos - session.used > SLIDING || !session.take(nanos)) {
            return null;
        }
        if (nanos - session.used > GRAIN) {
            session.used = nanos;
        }
        return new Answer(session, count(session.line), epochMillis(nanos));
    }

    /** Wall time is told in milliseconds, so it is read no more often. */
    private long epochMillis(long nanos) {
        if (nanos - wallRead >= MILLI) {
            epochMillis = System.currentTimeMillis();
            wallRead = nanos;
        }
        return epochMillis;
    }

    private long count(int line) {
        long seen;
        do {
            seen = (long) WORD.getVolatile(counters, line);
        } while (!WORD.compareAndSet(counters, line, seen, seen + 1));
        return seen + 1;
    }

    @SuppressWarnings("deprecation") // the one way to copy characters into bytes that are there already
    private Hash hash(String key) {
        int length = key.length();
        key.getBytes(0, length, text, 0);
        sha256.update(text, 0, length);
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return probe.read(digest);
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }

    /** A caller who is known. */
    static final class Session {
        final String account;
        final int line;
        private final AtomicLong arrival = new AtomicLong(System.nanoTime());
        private long used = System.nanoTime();

        Session(String account, int line) {
            this.account = account;
            this.line = line;
        }

        boolean take(long nanos) {
            long seen;
            long next;
            do {
                seen = arrival.get();
                next = Math.max(seen, nanos) + INTERVAL;
                if (next - nanos > TOLERANCE) {
                    return false;
                }
            } while (!arrival.compareAndSet(seen, next));
            return true;
        }
    }

    private static final class Hash {
        private long first;
        private long second;
        private long third;
        private long fourth;

        Hash read(byte[] digest) {
            first = (long) BYTES.get(digest, 0);
            second = (long) BYTES.get(digest, 8);
            third = (long) BYTES.get(digest, 16);
            fourth = (long) BYTES.get(digest, 24);
            return this;
        }

        Hash copy() {
            Hash copy = new Hash();
            copy.first = first;
            copy.second = second;
            copy.third = third;
            copy.fourth = fourth;
            return copy;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hash that
                    && first == that.first
                    && second == that.second
                    && third == that.third
                    && fourth == that.fourth;
        }

        @Override
        public int hashCode() {
            return (int) first;
        }
    }
}
