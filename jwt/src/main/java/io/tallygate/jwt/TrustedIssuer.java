package io.tallygate.jwt;

/**
 * An issuer whose tokens are accepted.
 *
 * @param rules what is required of them
 * @param source where its keys come from
 */
record TrustedIssuer(IssuerRules rules, KeySource source) {}
