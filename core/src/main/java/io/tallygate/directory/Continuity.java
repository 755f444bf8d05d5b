package io.tallygate.directory;

import io.tallygate.model.Secret;
import io.tallygate.seal.SealingKeys;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.ContinuedDirectory;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets an edge start, and admit whom it knows, while its directory is away: it remembers the records and plans that were
 * looked up last, the revocations that stand, and the position in the log of changes; and keeps them on disk, encrypted
 * and authenticated. Needs a directory with a log of changes. Immutable and thread-safe.
 *
 * <p><strong>The promises.</strong> While the directory answers, nothing is answered from memory. While it is away, what
 * was looked up before is answered as it was when the log was last read to its end, or newer, if that is no longer ago than
 * {@link #maxAge}; whatever is not remembered, or was revoked or removed by then, is unavailable, which is 503. What was
 * changed since takes effect when the directory answers and its log is read on.
 *
 * <p><strong>Sessions</strong> are not kept: after a restart they begin anew, and with them their absolute end. So a
 * session can be carried on over its absolute end by restarts, but while the directory is away for {@code maxAge} at most:
 * after that none begins.
 *
 * <p><strong>A snapshot</strong> is replaced as a whole, so the worst that an edge that dies loses is what it learnt since
 * the last one. It is refused, with a warning and the alarm {@code continuity-refused}, when it is damaged, cut off, sealed
 * by a key that was not given, of a newer format, older than {@code maxAge}, or more than five minutes ahead of the clock;
 * the gate then starts as if there were none. Somebody who can write the file but does not have the key can do no more than
 * put back an older one of that age. Of secrets it holds what the directory holds: hashes and sealed keys. The file can be
 * read by its owner only, where the file system knows owners. Of each gate the directory on disk must be its own.
 */
public final class Continuity implements Blueprint<ContinuedDirectory> {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_RECORDS = 100_000;

    private final SnapshotDisk disk;
    private final SealingKeys keys;
    private final Duration maxAge;
    private final Duration saveEvery;
    private final int maxRecords;

    private Continuity(SnapshotDisk disk, SealingKeys keys, Duration maxAge, Duration saveEvery, int maxRecords) {
        this.disk = disk;
        this.keys = keys;
        this.maxAge = maxAge;
        this.saveEvery = saveEvery;
        this.maxRecords = maxRecords;
    }

    /** With its snapshot in that directory, which must exist, on a local disk. */
    public static Unsealed in(Path directory) {
        return in(new SnapshotDirectory(directory));
    }

    /** The same on another disk. */
    static Unsealed in(SnapshotDisk disk) {
        return (label, key) ->
                new Continuity(disk, Seal.keys(label, key), Duration.ofHours(24), Duration.ofMinutes(1), 10_000);
    }

    /** Continuity without a key yet. */
    @FunctionalInterface
    public interface Unsealed {
        /**
         * Seals snapshots with this key, which may be the same for many edges.
         *
         * @param label what a snapshot names it by: 1 to 32 visible ASCII characters
         * @param key at least 32 random bytes; asked when the gate is built and at each save
         */
        Continuity sealedBy(String label, Supplier<Secret> key);
    }

    /** The same that also opens what was sealed with another key. Give the old one while changing it. */
    public Continuity openedBy(String label, Supplier<Secret> key) {
        return new Continuity(disk, keys.alsoOpening(label, key), maxAge, saveEvery, maxRecords);
    }

    /** The same that answers from memory for another time after the log was last read, in [1 min, 30 days]; 24 hours unless said otherwise. */
    public Continuity maxAge(Duration other) {
        return new Continuity(disk, keys, other, saveEvery, maxRecords);
    }

    /** The same that saves in another rhythm, in [1 s, 1 h]; every minute unless said otherwise. */
    public Continuity saveEvery(Duration other) {
        return new Continuity(disk, keys, maxAge, other, maxRecords);
    }

    /**
     * The same that remembers another number of records, and of plans, in [1, 100,000]; 10,000 unless said otherwise. One
     * more forgets the one that was not looked up for longest. A snapshot has 64 MiB at most and leaves out what was not
     * looked up for longest if there is more.
     */
    public Continuity maxRecords(int other) {
        return new Continuity(disk, keys, maxAge, saveEvery, other);
    }

    @Override
    public List<String> faults(Environment environment) {
        List<String> faults = new ArrayList<>();
        if (environment.directory().flatMap(Directory::changes).isEmpty()) {
            faults.add("continuity needs a directory with a log of changes; give the gate one");
        }
        faults.addAll(keys.faults());
        check(faults, "maxAge", maxAge, Duration.ofMinutes(1), LONGEST);
        check(faults, "saveEvery", saveEvery, Duration.ofSeconds(1), Duration.ofHours(1));
        if (maxRecords < 1 || maxRecords > MOST_RECORDS) {
            faults.add("continuity's maxRecords must be in [1, " + MOST_RECORDS + "], was " + maxRecords);
        }
        faults.addAll(disk.faults());
        return List.copyOf(faults);
    }

    private static void check(List<String> faults, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add("continuity's " + name + " must be in [" + least + ", " + most + "], was " + value);
        }
    }

    @Override
    public ContinuedDirectory open(Environment environment) {
        Directory centre = environment.directory().orElseThrow();
        Optional<ChangeFeed> log = centre.changes();
        Recollection known = new Recollection(environment.time(), maxAge, maxRecords);
        SnapshotStore store = new SnapshotStore(disk, new Seal(keys, environment.random()));
        SnapshotKeeping keeping = SnapshotKeeping.begin(store, known, environment, maxAge, saveEvery);
        return new RememberingDirectory(centre, log.orElseThrow(), known, keeping, environment.time());
    }

    @Override
    public String toString() {
        return "Continuity[" + disk + ", keys="
                + keys.labels() + ", maxAge=" + maxAge + ", saveEvery=" + saveEvery
                + ", maxRecords=" + maxRecords + "]";
    }
}
