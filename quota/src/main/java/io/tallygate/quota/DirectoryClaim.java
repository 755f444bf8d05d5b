package io.tallygate.quota;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process in one state directory, by a lock of the operating system. POSIX drops a process's lock on a file when
 * the process closes <em>any</em> of its channels to it; hence the registry, which is asked before the file is opened.
 */
final class DirectoryClaim implements StateDisk.Claim {
    private static final String LOCK = "lock";
    private static final String OWNER = "owner";
    private static final int LONGEST_OWNER = 64;
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryClaim.class);

    /** Directories this class has claimed, by what they are, not by what they are called. Guards itself. */
    private static final Map<Object, DirectoryClaim> CLAIMED = new HashMap<>();

    /** Never closed: a copy of this class in another class loader has the lock, and closing them would drop it. */
    private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final Object key;
    private final FileChannel channel;

    private DirectoryClaim(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static DirectoryClaim of(Path directory) throws IOException {
        Path real = directory.toRealPath();
        Object fileKey = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        Object key = fileKey == null ? real : fileKey;
        synchronized (CLAIMED) {
            if (CLAIMED.containsKey(key)) {
                throw new IllegalStateException("state directory " + directory + " is in use by another meter of this"
                        + " process; close that one first, or give each its own directory");
            }
            DirectoryClaim claim = new DirectoryClaim(key, locked(directory));
            claim.introduce(directory);
            CLAIMED.put(key, claim);
            return claim;
        }
    }

    private static FileChannel locked(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
            throw new IllegalStateException("state directory " + directory + " is in use by another application of"
                    + " this process; close that one first, or give each its own directory");
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("state directory " + directory + " is in use by process " + owner(directory)
                    + "; stop it first, or give each process its own directory");
        }
        return channel;
    }

    private static String owner(Path directory) {
        Path file = directory.resolve(OWNER);
        try {
            String text = Files.size(file) > LONGEST_OWNER ? "" : Files.readString(file, StandardCharsets.US_ASCII);
            return text.strip().chars().allMatch(c -> c >= '0' && c <= '9') && !text.isBlank()
                    ? text.strip()
                    : "(unknown)";
        } catch (IOException e) {
            return "(unknown)";
        }
    }

    /** For the error message of others only, so that a failure here is no reason to refuse. */
    private void introduce(Path directory) {
        try {
            Files.writeString(
                    directory.resolve(OWNER), ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
        } catch (IOException e) {
            LOG.warn("cannot write the owner's pid to {}: {}", directory, e.toString());
        }
    }

    @Override
    public void close() {
        synchronized (CLAIMED) {
            if (!CLAIMED.remove(key, this)) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                LOG.warn("cannot close the lock of a state directory: {}", e.toString());
            }
        }
    }
}
