package io.tallygate.spi;

import java.util.List;

/**
 * A plain description of a part: immutable, cheap, and without threads, files or connections. The gate checks all its
 * blueprints, reports every fault at once, and then opens each.
 *
 * @param <T> the part
 */
public interface Blueprint<T> {
    /**
     * What keeps the part from being opened, each as "what is wrong; what to do about it". Empty when nothing does.
     * Looks, but changes nothing and does not block.
     */
    List<String> faults(Environment environment);

    /**
     * Opens the part. Called once, after all faults of all parts are gone. Must not wait for the centre.
     *
     * @throws IllegalStateException when a resource is taken or unusable; the message says by whom and the remedy
     */
    T open(Environment environment);
}
