/**
 * Signed tokens (JWT, RFC 7519, as compact JWS, RFC 7515): strict parsing, keys pinned to one algorithm, the signature
 * before the claims.
 *
 * <p>A token is text from a stranger until its signature is proven. So it is first held to one spelling, then to one
 * key, then its claims are read; what is refused has a {@link io.tallygate.model.Denial} for the caller and a finer
 * reason for the log, and neither ever holds a piece of the token.
 */
@NullMarked
package io.tallygate.jwt;

import org.jspecify.annotations.NullMarked;
