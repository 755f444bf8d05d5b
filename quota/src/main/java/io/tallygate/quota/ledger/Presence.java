package io.tallygate.quota.ledger;

/** Whether a ledger holds a request id. */
public enum Presence {
    /** It was counted. */
    COUNTED,
    /** It was not, so far. */
    NOT_COUNTED,
    /** Its life is ended and folded: all that it counted is in, single ids are no longer told apart. */
    FOLDED
}
