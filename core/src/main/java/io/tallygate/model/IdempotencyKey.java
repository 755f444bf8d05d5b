package io.tallygate.model;

/**
 * What makes a request that is sent twice the same request: 128 bits that a scheme takes from what it has proven, such as
 * the code over a nonce. Never from what a caller may choose freely, because the second one of a key is not billed.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IdempotencyKey(long high, long low) {}
