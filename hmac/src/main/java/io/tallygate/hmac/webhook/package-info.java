/**
 * Webhooks, signed and verified: Standard Webhooks v1, Stripe's and GitHub's. Their code covers the body and at most an
 * id and a time: neither method nor path, so one endpoint should have one secret.
 *
 * <p>What is signed are the bytes on the wire. Verify them before anything parses, decodes or filters them.
 */
@NullMarked
package io.tallygate.hmac.webhook;

import org.jspecify.annotations.NullMarked;
