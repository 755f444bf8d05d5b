package io.tallygate.quota.ledger;

import io.tallygate.quota.plan.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides whether a window has all its units in one partition (rule 7).
 *
 * @param recovery the number of the recovery under way, 0 when there is none
 * @param horizon the greatest word ever said, or moment of a retirement: a new edge opens nothing before it
 * @param now the ledger's time
 * @param heardWithin how long ago an edge may have been heard of last
 */
record Completeness(long recovery, Instant horizon, Instant now, Duration heardWithin) {
    /** By default an edge must have been heard of in the last ten minutes. */
    static final Duration HEARD_WITHIN = Duration.ofMinutes(10);

    private static final Comparator<Edge> BY_LABEL =
            Comparator.comparing(Edge::label).thenComparing(it -> it.id().value());

    /**
     * What one edge that is not retired has said.
     *
     * @param closedTo its newest word in the partition; {@link Instant#EPOCH} when there is none
     * @param disputed its lives in dispute
     */
    record Edge(EdgeId id, String label, Instant lastSeen, Instant closedTo, List<Long> disputed) {}

    /** The reasons why units of the window may be missing. */
    List<Statement.Missing> missing(Window window, List<Edge> edges) {
        List<Statement.Missing> missing = new ArrayList<>();
        if (recovery > 0) {
            missing.add(ofLedger("recovery " + recovery + " is under way: edges have still to report, or the operator"
                    + " has still to confirm the list of edges"));
        }
        if (window.end().isAfter(horizon)) {
            missing.add(ofLedger("the window is not over: no edge has closed it yet"));
        }
        edges.stream().sorted(BY_LABEL).forEach(edge -> addMissing(edge, window, missing));
        return missing;
    }

    private void addMissing(Edge edge, Window window, List<Statement.Missing> missing) {
        if (edge.closedTo().isBefore(window.end())) {
            String said = edge.closedTo().equals(Instant.EPOCH) ? "has closed none yet" : "is at " + edge.closedTo();
            missing.add(of(edge, "has not closed the window: it " + said));
        }
        if (edge.lastSeen().isBefore(now.minus(heardWithin))) {
            missing.add(of(edge, "was last heard of at " + edge.lastSeen()));
        }
        for (long incarnation : edge.disputed()) {
            missing.add(of(edge, "life " + Refusals.text(incarnation) + " is in dispute"));
        }
    }

    private static Statement.Missing of(Edge edge, String why) {
        return new Statement.Missing(edge.id(), edge.label(), why);
    }

    private static Statement.Missing ofLedger(String why) {
        return new Statement.Missing(null, "ledger", why);
    }

    static Duration check(Duration heardWithin) {
        if (heardWithin.compareTo(Duration.ofSeconds(1)) < 0 || heardWithin.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("heardWithin must be in [1s, 7d], was " + heardWithin);
        }
        return heardWithin;
    }
}
