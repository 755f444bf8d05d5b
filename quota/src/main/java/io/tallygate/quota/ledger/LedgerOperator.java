package io.tallygate.quota.ledger;

import java.util.Set;

/** The words that only a person can say. Each is recorded, may be repeated, and is never undone. */
public interface LedgerOperator {
    /**
     * The edge will not come back. Invoices no longer wait for it, and what it still sends is an adjustment.
     *
     * @throws IllegalArgumentException when no such edge is known
     */
    void retire(EdgeId edge);

    /**
     * These are all edges that ever registered and are not retired; what a restore made the ledger forget is known
     * again. Ends a recovery as soon as each of them has reported.
     *
     * @throws IllegalArgumentException when the set is not what the ledger knows; the message names the difference
     */
    void confirm(Set<EdgeId> edges);

    /**
     * The life is over.
     *
     * @throws IllegalArgumentException when no such life is known
     */
    void end(long incarnation);

    /**
     * The units in dispute of that life are given up: no invoice waits for them any more.
     *
     * @throws IllegalArgumentException when no such life is in dispute
     */
    void writeOff(long incarnation);
}
