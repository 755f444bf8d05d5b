package io.tallygate.quota.ledger;

/** Why a life is known to be over. */
public enum EndProof {
    /** It said so itself, as its last word. */
    CLEAN_CLOSE,
    /** A later life holds the lock of the same directory, in the same place, since the same boot of the machine. */
    SAME_BOOT,
    /** The operator says so. */
    OPERATOR
}
