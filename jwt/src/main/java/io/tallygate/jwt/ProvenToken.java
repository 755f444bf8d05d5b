package io.tallygate.jwt;

/**
 * The signature of a token holds. Comes out of verification only.
 *
 * @param key that signed it
 */
record ProvenToken(VerificationKey key) implements Outcome {}
