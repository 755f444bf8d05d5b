package io.tallygate.quota.ledger;

import java.util.Set;

/** The words that only a person can say. Each is recorded, may be repeated, and is never undone. */
public interface LedgerOperator {
    /**
     * The ledger was restored from a backup. Begins a recovery, also where one is under way: every edge sends all it
     * keeps again, and no statement is complete until the edges have reported and {@link #confirm} was said after this.
     *
     * <p>Say it before edges and billing reach the restored ledger. Edges notice a restore themselves, but an edge that
     * had registered after the backup was made is not in it, and while that edge is silent nothing but this word keeps
     * invoices from being complete without it.
     */
    void restored();

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
