package io.tallygate.quota.testing;

import io.tallygate.quota.StateDisk;
import io.tallygate.quota.StateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state directory in memory, which outlives the meters that are opened on it. A process that is killed leaves it as it
 * is: {@link #kill()}. Thread-safe.
 */
public final class MemoryDisk implements StateDisk {
    private final SortedMap<String, MemoryFile> files = new TreeMap<>();
    private final String name;
    private Place place;
    private boolean full;
    private boolean forcesFail;
    private @Nullable Claim claim;

    /** An empty one on a machine that has just been started. */
    public MemoryDisk(String name) {
        this.name = name;
        this.place = new Place("boot-1", name);
    }

    /** The process that has the disk is gone, without having closed anything. */
    public synchronized void kill() {
        claim = null;
    }

    /** The machine was started anew: the next life cannot prove by itself that those before are over. */
    public synchronized void reboot(String boot) {
        claim = null;
        place = new Place(boot, place.directory());
    }

    /** All that is on the disk, in another directory of the same machine. */
    public synchronized MemoryDisk copy(String other) {
        return copyAt(other, new Place(place.boot(), other));
    }

    /** All that is on the disk and where it is, as with a cloned machine. */
    public synchronized MemoryDisk cloned(String other) {
        return copyAt(other, place);
    }

    private MemoryDisk copyAt(String other, Place where) {
        MemoryDisk copy = new MemoryDisk(other);
        copy.place = where;
        files.forEach((file, content) -> {
            MemoryFile twin = copy.new MemoryFile();
            twin.put(0, content.all());
            copy.files.put(file, twin);
        });
        return copy;
    }

    /** From now on there is no more room, or there is again. */
    public synchronized void full(boolean now) {
        full = now;
    }

    /** From now on nothing can be forced, or it can again. */
    public synchronized void failForces(boolean now) {
        forcesFail = now;
    }

    private synchronized void needForce() throws IOException {
        if (forcesFail) {
            throw new IOException("Input/output error");
        }
    }

    /** What is in a file now. */
    public synchronized byte[] content(String file) {
        MemoryFile there = files.get(file);
        if (there == null) {
            throw new IllegalArgumentException("no file " + file + " among " + files.keySet());
        }
        return there.all();
    }

    /** Puts other bytes in the place of a file, behind the back of whoever has it open. */
    public synchronized void damage(String file, byte[] bytes) {
        MemoryFile fresh = new MemoryFile();
        fresh.put(0, bytes);
        files.put(file, fresh);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> faults() {
        return List.of();
    }

    @Override
    public synchronized Claim claim() {
        if (claim != null) {
            throw new IllegalStateException("state directory " + name + " is in use by another meter of this process;"
                    + " close that one first, or give each its own directory");
        }
        Claim fresh = new Claim() {
            @Override
            public void close() {
                synchronized (MemoryDisk.this) {
                    claim = equals(claim) ? null : claim;
                }
            }
        };
        claim = fresh;
        return fresh;
    }

    @Override
    public synchronized Place place() {
        return place;
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized byte[] read(String file, int limit) throws IOException {
        MemoryFile there = files.get(file);
        if (there == null) {
            throw new NoSuchFileException(file);
        }
        if (there.size() > limit) {
            throw new IOException(file + " has " + there.size() + " bytes, at most " + limit + " were expected");
        }
        return there.all();
    }

    @Override
    public synchronized void replace(String file, byte[] content) throws IOException {
        MemoryFile fresh = new MemoryFile();
        needForce();
        fresh.write(0, content);
        files.put(file, fresh);
    }

    @Override
    public synchronized StateFile open(String file) {
        return files.computeIfAbsent(file, any -> new MemoryFile());
    }

    @Override
    public synchronized void delete(String file) {
        files.remove(file);
    }

    private synchronized void needRoom(boolean more) throws IOException {
        if (more && full) {
            throw new IOException("No space left on device");
        }
    }

    /** Bytes in the heap, but for regions that were mapped: those are direct buffers, shared by all who map them. */
    private final class MemoryFile implements StateFile {
        private final SortedMap<Long, ByteBuffer> regions = new TreeMap<>();
        private byte[] bytes = new byte[64];
        private int size;

        @Override
        public synchronized long size() {
            return size;
        }

        synchronized byte[] all() {
            byte[] all = Arrays.copyOf(bytes, size);
            regions.forEach((at, region) -> region.duplicate().get(0, all, Math.toIntExact(at), region.capacity()));
            return all;
        }

        @Override
        public synchronized byte[] read(long position, int length) {
            byte[] all = regions.isEmpty() ? bytes : all();
            int from = (int) Math.min(position, size);
            return Arrays.copyOfRange(all, from, (int) Math.min(position + length, size));
        }

        @Override
        public synchronized void write(long position, byte[] content) throws IOException {
            needRoom(position + content.length > size);
            put(position, content);
        }

        private synchronized void put(long position, byte[] content) {
            int end = Math.toIntExact(position + content.length);
            lengthen(end);
            System.arraycopy(content, 0, bytes, (int) position, content.length);
        }

        @Override
        public void force() throws IOException {
            needForce();
        }

        @Override
        public synchronized void grow(long length) throws IOException {
            needRoom(length > size);
            lengthen(Math.toIntExact(length));
        }

        private void lengthen(int length) {
            if (length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
            }
            size = Math.max(size, length);
        }

        @Override
        public synchronized ByteBuffer map(long position, int length) throws IOException {
            if (position + length > size) {
                throw new IOException("cannot map beyond the end");
            }
            return regions.computeIfAbsent(position, at -> {
                ByteBuffer region = ByteBuffer.allocateDirect(length);
                region.put(0, bytes, Math.toIntExact(at), length);
                return region;
            });
        }

        @Override
        public void close() {}
    }
}
