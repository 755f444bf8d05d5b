package io.tallygate.quota.plan;

/** Who shares one limiter of a rate. */
public enum RateScope {
    /** All requests of an account. */
    ACCOUNT,
    /** All requests with one credential. */
    KEY,
    /** All requests of an account to one route. */
    ROUTE,
    /** All requests of an account from one network address. */
    ADDRESS
}
