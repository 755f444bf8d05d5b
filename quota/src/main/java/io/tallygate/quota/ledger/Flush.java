package io.tallygate.quota.ledger;

import java.util.List;

/**
 * What an edge sends at once: batches of one life, at most one for each chain. Each database takes its part in one
 * transaction, in order of partition.
 *
 * @param life whose batches they are: the present life, or an earlier one that is being drained
 * @param batches in order of partition
 */
public record Flush(Life life, List<Batch> batches) {
    /** @throws IllegalArgumentException when the batches are not in order, or two are of one partition */
    public Flush {
        batches = List.copyOf(batches);
        for (int i = 1; i < batches.size(); i++) {
            if (batches.get(i - 1).partition() >= batches.get(i).partition()) {
                throw new IllegalArgumentException("batches must be in order of partition, each at most once");
            }
        }
    }
}
