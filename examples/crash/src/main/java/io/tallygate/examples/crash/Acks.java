package io.tallygate.examples.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a victim was told by its meter, in mapped memory that outlives it: for each thread and account the units admitted
 * and the units refunded, added after the call has returned. Word 0 says that the earlier lives were drained.
 */
final class Acks {
    static final int THREADS = 4;
    static final int ACCOUNTS = 8;
    /** The most units of one request, and so of one thread when it dies. */
    static final int MOST_UNITS = 3;

    private static final int WORDS = 1 + THREADS * ACCOUNTS * 2;

    private final ByteBuffer memory;

    private Acks(ByteBuffer memory) {
        this.memory = memory;
    }

    static Acks in(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            return new Acks(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, WORDS * 8L).order(ByteOrder.nativeOrder()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets the file of a victim that was read to the end. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean drained() {
        return memory.getLong(0) == 1;
    }

    void setDrained() {
        memory.putLong(0, 1);
    }

    /** By one thread for its own number. */
    void admitted(int thread, int account, int units) {
        add(word(thread, account), units);
    }

    /** By one thread for its own number. */
    void refunded(int thread, int account, int units) {
        add(word(thread, account) + 8, units);
    }

    private void add(int at, int units) {
        memory.putLong(at, memory.getLong(at) + units);
    }

    long admitted(int account) {
        return sum(account, 0);
    }

    long refunded(int account) {
        return sum(account, 8);
    }

    private long sum(int account, int offset) {
        long sum = 0;
        for (int thread = 0; thread < THREADS; thread++) {
            sum += memory.getLong(word(thread, account) + offset);
        }
        return sum;
    }

    private static int word(int thread, int account) {
        return 8 + (thread * ACCOUNTS + account) * 16;
    }
}
