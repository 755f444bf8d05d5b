/**
 * Requests that are signed on their way out, with the JDK's own HTTP client. Clients on other ground call
 * {@link io.tallygate.hmac.RequestSigner} where they add header fields.
 */
@NullMarked
package io.tallygate.hmac.client;

import org.jspecify.annotations.NullMarked;
