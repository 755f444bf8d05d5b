package io.tallygate.quota;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link StateDisk}. Used by one thread at a time, its mapped regions by any. */
public interface StateFile extends Closeable {
    /** How many bytes the file has. */
    long size() throws IOException;

    /** Up to so many bytes from a position on; fewer at the end of the file. */
    byte[] read(long position, int length) throws IOException;

    /** Writes all of the bytes; a file that is too short grows. After a failure some of them may be written. */
    void write(long position, byte[] bytes) throws IOException;

    /** Returns when all that was written to the file survives a loss of power. Says nothing of mapped regions. */
    void force() throws IOException;

    /**
     * Makes the file so long, with zeros that take up room on the disk: a full disk is found out here, never by whoever
     * stores into a mapped region. Never makes it shorter.
     */
    void grow(long size) throws IOException;

    /**
     * Maps a part of the file for reading and writing. The region is a direct buffer and outlives the file's closing; what
     * is stored in it is seen by all other mappings and readers, and is in the file if the process dies.
     *
     * @param position a multiple of 4,096
     * @throws IOException when the file is shorter than that
     */
    ByteBuffer map(long position, int length) throws IOException;
}
