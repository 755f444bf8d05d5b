/**
 * Requests that are signed with a shared secret: the native profile of HTTP Message Signatures (RFC 9421), SigV4, and
 * keys narrowed by whoever holds them.
 *
 * <p>The wire is what is signed, and it is refused rather than normalised. The signature is proven before its time is
 * looked at, its time before its nonce, and all of it before the first byte of the body is read.
 */
@NullMarked
package io.tallygate.hmac;

import org.jspecify.annotations.NullMarked;
