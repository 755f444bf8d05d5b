package io.tallygate.quota.ledger;

import java.util.List;

/** What the ledger says to one batch. Always a value: an exception means that nothing is known. */
public sealed interface Answer {
    /** Which chain. */
    int partition();

    /**
     * The batch is in the ledger, now or already before.
     *
     * @param mark the batch's mark, which is the head
     * @param others for each value of the batch, in order, the net units that all other lives have counted for the same
     *     account, meter and window
     */
    record Acknowledged(int partition, Mark mark, List<Long> others) implements Answer {
        /** Copies the list. */
        public Acknowledged {
            others = List.copyOf(others);
        }
    }

    /**
     * The batch's predecessor is not the head; nothing was joined.
     *
     * @param head what the head is; {@link Mark#NONE} when the chain has none
     */
    record Rejected(int partition, Mark head) implements Answer {}

    /** This database no longer keeps the partition; nothing was joined. Read the partition map again. */
    record NotOwner(int partition) implements Answer {}

    /**
     * The life was ended, or a counter of the batch has counted for another key before. The mark is the head now, but what
     * such a life or counter says beyond what the ledger holds stands in quarantine and is reported by
     * {@link LedgerHealth}; other counters were joined. The sender may forget the batch. Sent again it is a duplicate and
     * acknowledged.
     */
    record Quarantined(int partition, Mark mark) implements Answer {}
}
