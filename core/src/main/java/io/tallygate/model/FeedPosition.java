package io.tallygate.model;

/**
 * A place in a directory's log of changes: behind the change of that number. The random tag tells the log that was read
 * from another one that has grown from an older copy of it: where both have a change of the same number, the tags differ.
 *
 * @param number how many changes stand before this place; 0 before the first
 * @param tag random bits of the change that stands right before this place; 0 before the first
 */
public record FeedPosition(long number, long tag) {
    /** Before the first change. */
    public static final FeedPosition START = new FeedPosition(0, 0);

    /** @throws IllegalArgumentException when the number is negative */
    public FeedPosition {
        if (number < 0) {
            throw new IllegalArgumentException("feed position must not be negative, was " + number);
        }
    }
}
