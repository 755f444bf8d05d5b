package io.tallygate.quota.ledger;

import java.util.List;

/**
 * The ledger's reply to a flush.
 *
 * @param standing how the ledger stands to the sender; when it is {@link Standing#UNKNOWN} there are no answers and
 *     nothing was joined; when it is {@link Standing#RETIRED} the batches were answered, and joined as adjustments
 * @param recovery the number of the recovery under way that this edge has not reported for, or 0. It sends every counter of
 *     every file it keeps and then says {@link Ledger#recovered}
 * @param answers one for each batch, in order
 */
public record FlushReply(Standing standing, long recovery, List<Answer> answers) {
    /** Copies the list. */
    public FlushReply {
        answers = List.copyOf(answers);
    }
}
