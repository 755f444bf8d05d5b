package io.tallygate.quota.ledger;

/**
 * Names one batch of one chain. The random bits are drawn when the batch is sealed, so that two processes which believe
 * to be the same life cannot name two batches alike.
 *
 * @param sequence counts the batches of the chain from 1; 0 only in {@link #NONE}
 * @param random 64 random bits
 */
public record Mark(long sequence, long random) {
    /** The head of a chain that has no batch yet. */
    public static final Mark NONE = new Mark(0, 0);

    /** @throws IllegalArgumentException when the sequence is negative */
    public Mark {
        if (sequence < 0) {
            throw new IllegalArgumentException("mark sequence must not be negative, was " + sequence);
        }
    }
}
