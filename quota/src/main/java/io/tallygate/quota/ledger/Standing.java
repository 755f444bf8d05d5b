package io.tallygate.quota.ledger;

/** How a ledger stands to an edge and its life. */
public enum Standing {
    /** Both are registered. */
    KNOWN,
    /** The life is not registered. For an edge that was, a sign that the ledger went back. */
    UNKNOWN,
    /** The edge was retired: it may drain what it has, as adjustments, and must register under a new id to count. */
    RETIRED
}
