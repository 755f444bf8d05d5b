package io.tallygate.quota;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.plan.Window;
import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each line counts: after the header one record for each line, in order of number, little-endian. A record is
 * CRC32C of the rest 4, length of the body 2, body: line 4, late 1, window start and end in epoch milliseconds 8 and 8,
 * plan version 4, then account, meter and plan, each as length 1 and ASCII.
 *
 * <p>A record that was torn or lost costs only itself: reading goes on at the next byte where a whole one begins.
 */
final class KeyFile implements Closeable {
    private static final int PREFIX = 6;
    private static final int FIXED = 25;
    private static final int LEAST_BODY = FIXED + 3 * 2;
    private static final int MOST_BODY = FIXED + 3 + 128 + 64 + 64;
    private static final int CHUNK = 1 << 16;

    private final StateFile file;
    private long end;

    private KeyFile(StateFile file, long end) {
        this.file = file;
        this.end = end;
    }

    static KeyFile create(StateDisk disk, String name, long incarnation, EdgeId edge) throws IOException {
        StateFile file = disk.open(name);
        try {
            file.write(0, new StateHeader(StateHeader.Kind.KEYS, incarnation, edge).encode());
            file.force();
            return new KeyFile(file, StateHeader.SIZE);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Writes a record; when this fails the next one takes its place. */
    void append(int line, CounterKey key) throws IOException {
        byte[] record = encode(line, key);
        file.write(end, record);
        end += record.length;
    }

    /** All records of an earlier life that can be read, by line. */
    static SortedMap<Integer, CounterKey> read(StateDisk disk, String name, long incarnation) throws IOException {
        try (StateFile file = disk.open(name)) {
            StateHeader header =
                    StateHeader.decode(StateHeader.Kind.KEYS, file.read(0, StateHeader.SIZE), disk.name() + "/" + name);
            if (header.incarnation() != incarnation) {
                throw new UnreadableStateException(disk.name() + "/" + name, "is the file of another life");
            }
            return readRecords(file);
        }
    }

    private static SortedMap<Integer, CounterKey> readRecords(StateFile file) throws IOException {
        SortedMap<Integer, CounterKey> keys = new TreeMap<>();
        long position = StateHeader.SIZE;
        byte[] chunk = file.read(position, CHUNK);
        int at = 0;
        while (at + PREFIX + LEAST_BODY <= chunk.length) {
            int length = decode(chunk, at, keys);
            at += length > 0 ? length : 1;
            if (chunk.length == CHUNK && at + PREFIX + MOST_BODY > CHUNK) {
                position += at;
                chunk = file.read(position, CHUNK);
                at = 0;
            }
        }
        return keys;
    }

    static byte[] encode(int line, CounterKey key) {
        ByteBuffer record = StateHeader.buffer(PREFIX + MOST_BODY);
        record.position(PREFIX);
        record.putInt(line).put((byte) (key.late() ? 1 : 0));
        record.putLong(key.window().start().toEpochMilli())
                .putLong(key.window().end().toEpochMilli());
        record.putInt(key.planVersion());
        putText(record, key.account().value());
        putText(record, key.meter());
        putText(record, key.plan());
        int length = record.position();
        record.putShort(4, (short) (length - PREFIX));
        record.putInt(0, StateHeader.checksum(record.array(), 4, length - 4));
        return Arrays.copyOf(record.array(), length);
    }

    private static void putText(ByteBuffer record, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        record.put((byte) ascii.length).put(ascii);
    }

    /** Adds the record that begins there. Returns its length, or 0 when none does. */
    private static int decode(byte[] chunk, int at, SortedMap<Integer, CounterKey> keys) {
        ByteBuffer record = StateHeader.view(chunk);
        int body = Short.toUnsignedInt(record.getShort(at + 4));
        if (body < LEAST_BODY || body > MOST_BODY || at + PREFIX + body > chunk.length) {
            return 0;
        }
        if (record.getInt(at) != StateHeader.checksum(chunk, at + 4, body + 2)) {
            return 0;
        }
        record.position(at + PREFIX).limit(at + PREFIX + body);
        int line = record.getInt();
        CounterKey key = key(record);
        if (key == null || line < 1 || (!keys.isEmpty() && line <= keys.lastKey())) {
            return 0;
        }
        keys.put(line, key);
        return PREFIX + body;
    }

    private static @Nullable CounterKey key(ByteBuffer record) {
        try {
            byte late = record.get();
            Window window = new Window(Instant.ofEpochMilli(record.getLong()), Instant.ofEpochMilli(record.getLong()));
            int version = record.getInt();
            CounterKey key =
                    new CounterKey(new AccountId(text(record)), text(record), window, text(record), version, late == 1);
            return record.hasRemaining() || late < 0 || late > 1 ? null : key;
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return null;
        }
    }

    private static String text(ByteBuffer record) {
        byte[] ascii = new byte[Byte.toUnsignedInt(record.get())];
        record.get(ascii);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
