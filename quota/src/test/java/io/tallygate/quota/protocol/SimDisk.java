package io.tallygate.quota.protocol;

import io.tallygate.quota.StateDisk;
import io.tallygate.quota.StateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One state directory on one machine, which can be killed at any operation, lose power, be copied and be forked. */
final class SimDisk {
    private final Arena arena;
    private final Map<String, SimFile> files = new TreeMap<>();
    /** What was deleted: the name comes back if the power goes before the kernel wrote the directory. */
    private final Map<String, SimFile> deleted = new TreeMap<>();

    private @Nullable Object claimed;
    String boot;
    String inode;

    SimDisk(Arena arena, String boot, String inode) {
        this.arena = arena;
        this.boot = boot;
        this.inode = inode;
    }

    /** The same content in another place. */
    SimDisk copy(String otherBoot, String otherInode) {
        SimDisk copy = new SimDisk(arena, otherBoot, otherInode);
        files.forEach((name, file) -> copy.files.put(name, file.fork()));
        return copy;
    }

    void processDied() {
        claimed = null;
    }

    void writeBack(RandomGenerator random) {
        files.values().forEach(file -> file.writeBack(random));
        deleted.clear();
    }

    void shutDown() {
        files.values().forEach(SimFile::forceAll);
        deleted.clear();
        claimed = null;
    }

    void losePower(RandomGenerator random) {
        deleted.forEach((name, file) -> {
            if (random.nextBoolean()) {
                files.putIfAbsent(name, file);
            }
        });
        deleted.clear();
        files.replaceAll((name, file) -> file.afterPowerCut(random));
        claimed = null;
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    SimFile file(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    void remove(String name) {
        files.remove(name);
    }

    void cut(String name, long length) {
        SimFile shorter = new SimFile(arena);
        shorter.write(0, file(name).read(0, (int) length));
        files.put(name, shorter);
    }

    /** The disk as one process sees it. */
    StateDisk in(Process process, Seams seams) {
        return new View(process, seams);
    }

    private final class View implements StateDisk {
        private final Process process;
        private final Seams seams;

        View(Process process, Seams seams) {
            this.process = process;
            this.seams = seams;
        }

        @Override
        public String name() {
            return "sim";
        }

        @Override
        public List<String> faults() {
            return List.of();
        }

        @Override
        public Claim claim() {
            process.io("claim");
            if (claimed != null) {
                throw new IllegalStateException("in use");
            }
            Object token = new Object();
            claimed = token;
            return () -> {
                if (claimed == token) {
                    claimed = null;
                }
            };
        }

        @Override
        public Place place() {
            return seams.place(new Place(boot, inode));
        }

        @Override
        public List<String> list() {
            process.io("list");
            return seams.list(List.copyOf(files.keySet()));
        }

        @Override
        public byte[] read(String name, int limit) throws IOException {
            process.io("read");
            SimFile file = files.get(name);
            if (file == null) {
                throw new NoSuchFileException(name);
            }
            if (file.size() > limit) {
                throw new IOException("too long");
            }
            return file.read(0, limit);
        }

        @Override
        public void replace(String name, byte[] content) {
            process.io("replace " + name);
            SimFile file = new SimFile(arena);
            file.write(0, content);
            file.force();
            files.put(name, file);
            process.io("replaced " + name);
        }

        @Override
        public StateFile open(String name) {
            process.io("open " + name);
            SimFile file = files.computeIfAbsent(name, any -> new SimFile(arena));
            return new OpenFile(name, file, process, seams);
        }

        @Override
        public void delete(String name) {
            process.io("delete " + name);
            SimFile file = files.remove(name);
            if (file != null) {
                deleted.put(name, file);
            }
        }
    }

    private record OpenFile(String name, SimFile file, Process process, Seams seams) implements StateFile {
        @Override
        public long size() {
            return file.size();
        }

        @Override
        public byte[] read(long position, int length) {
            process.io("read " + name);
            return file.read(position, length);
        }

        @Override
        public void write(long position, byte[] bytes) {
            process.io("write " + name);
            file.write(position, bytes);
        }

        @Override
        public void force() {
            process.io("force " + name);
            if (seams.forces(name)) {
                file.force();
            }
        }

        @Override
        public void grow(long size) {
            process.io("grow " + name);
            file.grow(size);
        }

        @Override
        public ByteBuffer map(long position, int length) throws IOException {
            process.io("map " + name);
            return file.map(position, length);
        }

        @Override
        public void close() {}
    }
}
