package io.tallygate.quota.ledger;

import java.time.Instant;

/**
 * The ledger's reply to a registration.
 *
 * @param standing {@link Standing#KNOWN}, or {@link Standing#RETIRED} when the edge may not begin another life
 * @param floor windows that end by this instant may be billed as complete already: the life opens no counter for them
 * @param recovery as in {@link FlushReply}; a new life of a new edge has nothing to report for it
 */
public record Welcome(Standing standing, Instant floor, long recovery) {}
