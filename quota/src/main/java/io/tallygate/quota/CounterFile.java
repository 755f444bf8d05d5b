package io.tallygate.quota;

import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.EdgeId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of one life in mapped memory. The header takes the place of line 0, so counters are numbered from 1. The
 * file grows by segments, each as long as all before it, from 4 KiB to 4 MiB; room is taken on the disk before a
 * segment is mapped. Opened and grown under the lock of its {@link LifeLog}.
 */
final class CounterFile implements Closeable {
    static final int FIRST_SEGMENT = 1 << 12;
    static final int LARGEST_SEGMENT = 1 << 22;

    /** Room for the most lines of a life; what a longer file has beyond was not written by a meter. */
    private static final long LARGEST = (RequestId.MAX_COUNTER + 1L) * Line.SIZE;

    private final StateFile file;
    private final List<ByteBuffer> segments = new ArrayList<>();
    private long size;

    private CounterFile(StateFile file) {
        this.file = file;
    }

    static CounterFile create(StateDisk disk, String name, long incarnation, EdgeId edge) throws IOException {
        CounterFile counters = new CounterFile(disk.open(name));
        try {
            counters.file.write(0, new StateHeader(StateHeader.Kind.COUNTERS, incarnation, edge).encode());
            // Before it is mapped: forcing says nothing of mapped regions.
            counters.file.force();
            counters.addSegment();
            return counters;
        } catch (IOException | RuntimeException e) {
            counters.file.close();
            throw e;
        }
    }

    /** Opens the file of an earlier life. A last segment that was never finished holds no line and is left out. */
    static CounterFile open(StateDisk disk, String name, long incarnation) throws IOException {
        CounterFile counters = new CounterFile(disk.open(name));
        try {
            StateHeader header = StateHeader.decode(
                    StateHeader.Kind.COUNTERS, counters.file.read(0, StateHeader.SIZE), disk.name() + "/" + name);
            if (header.incarnation() != incarnation) {
                throw new UnreadableStateException(disk.name() + "/" + name, "is the file of another life");
            }
            long there = counters.file.size();
            while (counters.size < LARGEST && counters.size + segmentAt(counters.size) <= there) {
                counters.mapNext();
            }
            return counters;
        } catch (IOException | RuntimeException e) {
            counters.file.close();
            throw e;
        }
    }

    /** How many lines there is room for, line 0 included. */
    int room() {
        return (int) Math.min(size / Line.SIZE, RequestId.MAX_COUNTER + 1L);
    }

    /** Takes room for more lines. The only step that a full disk can fail. */
    void addSegment() throws IOException {
        file.grow(size + segmentAt(size));
        mapNext();
    }

    private void mapNext() throws IOException {
        int length = segmentAt(size);
        segments.add(file.map(size, length));
        size += length;
    }

    private static int segmentAt(long position) {
        return (int) Math.max(FIRST_SEGMENT, Math.min(LARGEST_SEGMENT, position));
    }

    /** The line of that number, which there must be room for. */
    Line line(long incarnation, int number, CounterKey key) {
        long position = (long) number * Line.SIZE;
        return new Line(incarnation, number, key, segments.get(segment(position)), (int) (position - start(position)));
    }

    /** The units in a file that nothing else is known of. */
    static long unitsIn(StateDisk disk, String name) throws IOException {
        long units = 0;
        try (StateFile file = disk.open(name)) {
            for (long at = Line.SIZE; at + Long.BYTES <= file.size(); at += Line.SIZE) {
                units += StateHeader.view(file.read(at, Long.BYTES)).getLong() & RequestId.MAX_SEQUENCE;
            }
        }
        return units;
    }

    /** The units in use at that number, whatever they are for. */
    long unitsAt(int number) {
        long position = (long) number * Line.SIZE;
        ByteBuffer memory = segments.get(segment(position)).duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return memory.getLong((int) (position - start(position))) & RequestId.MAX_SEQUENCE;
    }

    private static int segment(long position) {
        if (position < FIRST_SEGMENT) {
            return 0;
        }
        long doubled = Math.min(position, LARGEST_SEGMENT);
        int index = Long.SIZE - Long.numberOfLeadingZeros(doubled / FIRST_SEGMENT);
        return index + (position < LARGEST_SEGMENT ? 0 : (int) (position / LARGEST_SEGMENT) - 1);
    }

    private static long start(long position) {
        if (position < FIRST_SEGMENT) {
            return 0;
        }
        return position < LARGEST_SEGMENT ? Long.highestOneBit(position) : position - position % LARGEST_SEGMENT;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
