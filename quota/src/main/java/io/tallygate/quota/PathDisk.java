package io.tallygate.quota;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real disk. */
final class PathDisk implements StateDisk {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String REPLACEMENT = ".new";
    private static final int BOOT_ID_LENGTH = 36;

    private final Path directory;

    PathDisk(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public List<String> faults() {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            return List.of("state directory " + directory + " is not a directory; name another one");
        }
        Path present = directory;
        while (!Files.exists(present) && present.getParent() != null) {
            present = present.getParent();
        }
        if (!Files.isWritable(present)) {
            return List.of("state directory " + directory + " cannot be written; let the service's user write to "
                    + present + ", or name another one");
        }
        return networkFaults(present);
    }

    private List<String> networkFaults(Path present) {
        try {
            String type = Files.getFileStore(present).type().toLowerCase(Locale.ROOT);
            if (type.startsWith("nfs") || type.startsWith("smb") || type.startsWith("cifs") || type.contains("sshfs")) {
                return List.of("state directory " + directory + " is on a network file system (" + type
                        + "), whose locks cannot be relied on; name one on a local volume");
            }
            return List.of();
        } catch (IOException e) {
            return List.of("state directory " + directory + " cannot be looked at: " + e.getMessage());
        }
    }

    @Override
    public Claim claim() throws IOException {
        Files.createDirectories(directory);
        return DirectoryClaim.of(directory);
    }

    @Override
    public Place place() throws IOException {
        return new Place(bootId(), inode());
    }

    private static @Nullable String bootId() {
        try {
            String text = Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip();
            return text.length() == BOOT_ID_LENGTH ? text : null;
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }

    private @Nullable String inode() throws IOException {
        try {
            return String.valueOf(Files.getAttribute(directory, "unix:ino"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(it -> String.valueOf(it.getFileName())).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public byte[] read(String file, int limit) throws IOException {
        try (StateFile open = new PathFile(directory.resolve(file), false)) {
            if (open.size() > limit) {
                throw new IOException(directory.resolve(file) + " has " + open.size() + " bytes, at most " + limit
                        + " were expected");
            }
            return open.read(0, limit);
        }
    }

    @Override
    public void replace(String file, byte[] content) throws IOException {
        Path fresh = directory.resolve(file + REPLACEMENT);
        Files.deleteIfExists(fresh);
        try (StateFile open = new PathFile(fresh, true)) {
            open.write(0, content);
            open.force();
        }
        Files.move(fresh, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceNames();
    }

    @Override
    public StateFile open(String file) throws IOException {
        Path path = directory.resolve(file);
        boolean fresh = !Files.exists(path);
        StateFile open = new PathFile(path, true);
        if (fresh) {
            forceNames();
        }
        return open;
    }

    @Override
    public void delete(String file) throws IOException {
        Files.deleteIfExists(directory.resolve(file));
    }

    /** Makes new names survive a loss of power. Some systems cannot open directories, and need not be told either. */
    private void forceNames() throws IOException {
        FileChannel names;
        try {
            names = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            return;
        }
        try (names) {
            names.force(true);
        }
    }

    @Override
    public String toString() {
        return "StateDisk[" + directory + "]";
    }

    /** A file through its channel. */
    private static final class PathFile implements StateFile {
        private static final int ZEROS = 1 << 16;

        private final FileChannel channel;

        PathFile(Path path, boolean create) throws IOException {
            this.channel = create
                    ? FileChannel.open(
                            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)
                    : FileChannel.open(path, StandardOpenOption.READ);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public byte[] read(long position, int length) throws IOException {
            long there = Math.max(0, Math.min(length, channel.size() - position));
            ByteBuffer bytes = ByteBuffer.allocate((int) there);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new IOException("the file became shorter while it was read");
                }
            }
            return bytes.array();
        }

        @Override
        public void write(long position, byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position());
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void grow(long size) throws IOException {
            for (long at = channel.size(); at < size; at = channel.size()) {
                write(at, new byte[(int) Math.min(ZEROS, size - at)]);
            }
        }

        @Override
        public ByteBuffer map(long position, int length) throws IOException {
            if (channel.size() < position + length) {
                throw new IOException("the file has " + channel.size() + " bytes, cannot map " + length + " from "
                        + position + " on");
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, position, length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
