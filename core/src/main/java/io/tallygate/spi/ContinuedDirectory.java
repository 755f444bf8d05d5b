package io.tallygate.spi;

/**
 * The gate's directory with something in front that goes on answering while the directory is away. Opened and closed by
 * the gate; the directory behind is not closed with it.
 */
public interface ContinuedDirectory extends Directory, AutoCloseable {
    /** Keeps what is to be known in the next life. Throws nothing. */
    @Override
    void close();
}
