/**
 * Rate limiting by GCRA, the generic cell rate algorithm (ITU-T I.371, virtual scheduling): one word of state per
 * limiter, integer arithmetic, no lock, no clock of its own.
 *
 * <p>A {@link io.tallygate.limit.RateLimit} says what is allowed, a {@link io.tallygate.limit.Gcra} remembers what was
 * taken. Rate limits are local to an edge and never part of an invoice.
 */
@NullMarked
package io.tallygate.limit;

import org.jspecify.annotations.NullMarked;
