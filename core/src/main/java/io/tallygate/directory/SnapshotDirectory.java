package io.tallygate.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** A directory of the real disk. */
final class SnapshotDirectory implements SnapshotDisk {
    private final Path directory;

    SnapshotDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public List<String> faults() {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            return List.of("continuity's directory " + directory
                    + " does not exist or cannot be written; make it, let the service's user write to it and nobody else"
                    + " read it");
        }
        return List.of();
    }

    @Override
    public byte[] read(String file, int limit) throws IOException {
        Path path = directory.resolve(file);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > limit) {
                throw new IOException(path + " has " + channel.size() + " bytes, at most " + limit + " were expected");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new IOException(path + " became shorter while it was read");
                }
            }
            return bytes.array();
        }
    }

    @Override
    public void write(String file, byte[] content) throws IOException {
        Path path = directory.resolve(file);
        Files.deleteIfExists(path);
        Set<StandardOpenOption> anew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, anew, onlyForOwner())) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private FileAttribute<?>[] onlyForOwner() {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        forceNames();
    }

    /** Makes the new name survive a loss of power. Some systems cannot open directories, and need not be told either. */
    private void forceNames() throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (AccessDeniedException unneeded) {
            // as on Windows
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
