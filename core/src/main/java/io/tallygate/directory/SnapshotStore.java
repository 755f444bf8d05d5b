package io.tallygate.directory;

import io.tallygate.directory.SnapshotRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The one file that snapshots are kept in, sealed. For one thread at a time. */
final class SnapshotStore {
    static final String FILE = "directory.snapshot";
    static final String REPLACEMENT = FILE + ".new";

    /** How far the clock may have been put back since. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    /** The most bytes of a file. */
    static final int LIMIT = 64 << 20;

    private final SnapshotDisk disk;
    private final Seal seal;

    SnapshotStore(SnapshotDisk disk, Seal seal) {
        this.disk = disk;
        this.seal = seal;
    }

    /** Puts it in the place of the one before. When it throws, that one may still be there. */
    void save(Snapshot snapshot) throws IOException {
        String text = SnapshotText.write(snapshot, LIMIT - Seal.OVERHEAD);
        disk.write(REPLACEMENT, seal.seal(text.getBytes(StandardCharsets.US_ASCII)));
        disk.rename(REPLACEMENT, FILE);
    }

    /** The last one; empty when none was ever saved. */
    Optional<Snapshot> load(Instant now, Duration maxAge) throws SnapshotRefusedException {
        byte[] sealed;
        try {
            sealed = disk.read(FILE, LIMIT);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new SnapshotRefusedException(Reason.UNREADABLE, unreadable.toString());
        }
        Snapshot snapshot = read(seal.open(sealed));
        requireRecent(snapshot.asOf(), now, maxAge);
        return Optional.of(snapshot);
    }

    private static Snapshot read(byte[] text) throws SnapshotRefusedException {
        try {
            return SnapshotText.read(new String(text, StandardCharsets.US_ASCII));
        } catch (RuntimeException unreadable) {
            // without its message, which may quote the text
            throw new SnapshotRefusedException(Reason.DAMAGED, "it is not what this version writes");
        }
    }

    private static void requireRecent(Instant asOf, Instant now, Duration maxAge) throws SnapshotRefusedException {
        if (asOf.isBefore(now.minus(maxAge))) {
            throw new SnapshotRefusedException(
                    Reason.TOO_OLD, "it is how things were at " + asOf + ", longer ago than " + maxAge);
        }
        if (asOf.isAfter(now.plus(AHEAD))) {
            throw new SnapshotRefusedException(
                    Reason.FROM_THE_FUTURE, "it is how things were at " + asOf + "; set the clock right");
        }
    }
}
