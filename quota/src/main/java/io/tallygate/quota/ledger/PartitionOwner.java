package io.tallygate.quota.ledger;

/** Says which partitions a database keeps. At first all. A ledger that has several databases moves them by this. */
public interface PartitionOwner {
    /**
     * The database no longer takes batches of this partition and answers {@link Answer.NotOwner}. Returns when no flush
     * that began before is under way in it. What it holds stays, to be copied.
     *
     * @throws IllegalArgumentException when the partition is not in [0, {@link Partitions#COUNT})
     */
    void release(int partition);

    /**
     * The database takes batches of this partition.
     *
     * @throws IllegalArgumentException when the partition is not in [0, {@link Partitions#COUNT})
     */
    void adopt(int partition);
}
