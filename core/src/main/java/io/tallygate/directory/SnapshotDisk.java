package io.tallygate.directory;

import java.io.IOException;
import java.util.List;

/**
 * All that is done to the disk for a snapshot. The seam at which tests put one that fills up, tears writes or dies between
 * two steps. Names are plain: no separators.
 */
interface SnapshotDisk {
    /** What keeps it from being used, each with its remedy. Looks, but changes nothing. */
    List<String> faults();

    /**
     * All of a file.
     *
     * @throws java.nio.file.NoSuchFileException when it does not exist
     * @throws IOException when it has more than {@code limit} bytes or cannot be read
     */
    byte[] read(String file, int limit) throws IOException;

    /** Writes a file that only this user can read, in place of one of that name, and forces it. May be torn. */
    void write(String file, byte[] content) throws IOException;

    /** Gives a file another name, in place of what has it: wholly or not at all, and for good. */
    void rename(String from, String to) throws IOException;
}
