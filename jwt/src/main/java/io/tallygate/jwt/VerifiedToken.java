package io.tallygate.jwt;

import org.jspecify.annotations.Nullable;

/**
 * A token that is signed, for us, and in time. Comes out of verification only.
 *
 * @param rules of the issuer that signed it
 * @param keyId of the key that did, if it has one
 * @param claims what it says
 */
record VerifiedToken(IssuerRules rules, @Nullable String keyId, Claims claims) implements Outcome {}
