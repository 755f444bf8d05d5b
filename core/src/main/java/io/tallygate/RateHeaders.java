package io.tallygate;

/** When clients are told how they stand with their limits, in the {@code RateLimit} header fields. */
public enum RateHeaders {
    /** With every answer. */
    ALWAYS,
    /** Only when a request was refused. */
    ON_DENIAL,
    /** Not at all. */
    NEVER
}
