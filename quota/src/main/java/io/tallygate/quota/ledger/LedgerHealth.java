package io.tallygate.quota.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger is.
 *
 * @param recovery the number of the last restore that was noticed, 0 before the first
 * @param recovering whether that recovery is still under way
 * @param edges every edge that ever registered, in order of label and id
 * @param disputes lives that two processes claimed, not yet written off
 * @param quarantine what ended lives said too late
 */
public record LedgerHealth(
        long recovery, boolean recovering, List<Edge> edges, List<Dispute> disputes, List<Quarantine> quarantine) {
    static final Comparator<Edge> BY_LABEL =
            Comparator.comparing(Edge::label).thenComparing(it -> it.id().value());

    /** Copies the lists. */
    public LedgerHealth {
        edges = List.copyOf(edges);
        disputes = List.copyOf(disputes);
        quarantine = List.copyOf(quarantine);
    }

    /** Whether nothing waits for a person. */
    public boolean well() {
        return !recovering && disputes.isEmpty() && quarantine.isEmpty();
    }

    /**
     * One edge.
     *
     * @param id its identity
     * @param label its latest label
     * @param lastSeen when it last flushed or registered, by the ledger's clock
     * @param closedTo the earliest of what its newest words say for each partition; null when one has none yet
     * @param retired whether it is retired
     * @param reported whether it has reported for the last recovery
     * @param livesOpen how many of its lives are not ended
     */
    public record Edge(
            EdgeId id,
            String label,
            Instant lastSeen,
            @Nullable Instant closedTo,
            boolean retired,
            boolean reported,
            int livesOpen) {}

    /**
     * A life that somebody else lived too.
     *
     * @param life which
     * @param acknowledged units acknowledged before it was frozen
     * @param counted units counted in all where it was frozen
     */
    public record Dispute(Life life, long acknowledged, long counted) {}

    /**
     * Units that an ended life said beyond its end.
     *
     * @param incarnation which life
     * @param value what it said
     */
    public record Quarantine(long incarnation, CounterValue value) {}
}
