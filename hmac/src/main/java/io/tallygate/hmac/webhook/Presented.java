package io.tallygate.hmac.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the header fields of a delivery say, unproven.
 *
 * @param id the message's, where it is signed
 * @param timestamp where one is signed
 * @param preamble what is signed before the body; ASCII
 * @param signatures as they are spelled, of the version that is verified
 */
record Presented(@Nullable String id, @Nullable Instant timestamp, String preamble, List<String> signatures)
        implements Reading {}
