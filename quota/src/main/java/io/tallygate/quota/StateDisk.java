package io.tallygate.quota;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a meter does to its state directory. The seam at which tests put a disk that fills up, tears writes or loses
 * power; everyone else uses {@link #at}. Names of files are plain: no separators. Thread-safe.
 *
 * <p>Three degrees of safety are told apart. What was stored in a mapped region or {@linkplain StateFile#write written}
 * survives the death of the process; what was {@linkplain StateFile#force forced} or {@linkplain #replace replaced}
 * survives the death of the machine as well.
 */
public interface StateDisk {
    /** The directory of that path; it is made when it is claimed. */
    static StateDisk at(Path directory) {
        return new PathDisk(directory);
    }

    /** What the directory is called in messages. */
    String name();

    /** What keeps the directory from being used, each with its remedy. Looks, but changes nothing. */
    List<String> faults();

    /**
     * Takes the directory for this process and makes it if need be.
     *
     * @throws IllegalStateException when somebody else has it; the message names who
     * @throws IOException when it cannot be made or locked
     */
    Claim claim() throws IOException;

    /** Where the directory is. Of a claimed directory only. */
    Place place() throws IOException;

    /** The names of all files, in order. */
    List<String> list() throws IOException;

    /**
     * All of a small file.
     *
     * @throws java.nio.file.NoSuchFileException when it does not exist
     * @throws IOException when it has more than {@code limit} bytes or cannot be read
     */
    byte[] read(String file, int limit) throws IOException;

    /** Puts a file in the place of what there was, whole or not at all, and forces it. */
    void replace(String file, byte[] content) throws IOException;

    /** Opens a file, and makes it, empty, when it does not exist. */
    StateFile open(String file) throws IOException;

    /** Deletes a file. Does nothing when it does not exist. */
    void delete(String file) throws IOException;

    /** The right to use a directory, while it is not closed and the process lives. */
    interface Claim extends AutoCloseable {
        /** Gives the directory back. Never fails. */
        @Override
        void close();
    }

    /**
     * Where a state directory is. A copy is in another place, and so is the same directory after the machine started
     * anew.
     *
     * @param boot names the time since the machine was started; null when that cannot be known
     * @param directory names the directory on its machine (its inode); null when that cannot be known
     */
    record Place(@Nullable String boot, @Nullable String directory) {
        /** Whether a life that was there is certainly over when another one has claimed this directory. */
        boolean proves(Place earlier) {
            return boot != null && directory != null && equals(earlier);
        }

        /** Whether the directory may be that one, as far as can be known. */
        boolean sameDirectory(Place other) {
            return directory == null || other.directory == null || directory.equals(other.directory);
        }
    }
}
