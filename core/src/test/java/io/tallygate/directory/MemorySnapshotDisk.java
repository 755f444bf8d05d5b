package io.tallygate.directory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A disk on the heap that fails when told. */
final class MemorySnapshotDisk implements SnapshotDisk {
    final Map<String, byte[]> files = new TreeMap<>();
    private Fault fault = Fault.NONE;
    private int writes;

    enum Fault {
        NONE,
        /** Half of what is written fits, and that is said. */
        FULL,
        /** Half of what is written gets there, and nothing is said. */
        TORN,
        /** The process ends when it has written, before it renames. */
        DEAD_BETWEEN,
        UNREADABLE
    }

    void become(Fault other) {
        fault = other;
    }

    int writes() {
        return writes;
    }

    @Override
    public List<String> faults() {
        return List.of();
    }

    @Override
    public byte[] read(String file, int limit) throws IOException {
        byte @Nullable [] content = files.get(file);
        if (content == null) {
            throw new NoSuchFileException(file);
        }
        if (fault == Fault.UNREADABLE || content.length > limit) {
            throw new IOException("as the test told it to");
        }
        return content.clone();
    }

    @Override
    public void write(String file, byte[] content) throws IOException {
        writes++;
        boolean half = fault == Fault.FULL || fault == Fault.TORN;
        files.put(file, Arrays.copyOf(content, half ? content.length / 2 : content.length));
        if (fault == Fault.FULL) {
            throw new IOException("no space left on device");
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        if (fault == Fault.DEAD_BETWEEN) {
            throw new IOException("as if nobody were there any more");
        }
        byte[] content = files.remove(from);
        if (content == null) {
            throw new NoSuchFileException(from);
        }
        files.put(to, content);
    }
}
