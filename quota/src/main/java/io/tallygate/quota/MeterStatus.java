package io.tallygate.quota;

import io.tallygate.quota.ledger.Life;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a meter is at one moment.
 *
 * @param life under which it counts now
 * @param registered whether the ledger knows this life
 * @param ready whether requests can be charged
 * @param pendingUnits net units counted here, by this life or earlier ones, that the ledger has not acknowledged
 * @param lines counters this life has opened
 * @param earlierLives lives before this one whose files are kept
 * @param draining how many of those have something left to send
 * @param disputed how many of those wait for the operator, because somebody else lived them too
 * @param closedTo windows that end by then are closed here; null when none is
 * @param recovery the restore of the ledger this edge is healing now, or 0
 * @param failures how many flushes failed since the last good one
 * @param refused how many charges this process refused because they could not be counted: not registered, disk full
 */
public record MeterStatus(
        Life life,
        boolean registered,
        boolean ready,
        long pendingUnits,
        int lines,
        int earlierLives,
        int draining,
        int disputed,
        @Nullable Instant closedTo,
        long recovery,
        int failures,
        long refused) {}
