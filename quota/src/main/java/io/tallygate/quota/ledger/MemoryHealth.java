package io.tallygate.quota.ledger;

import io.tallygate.quota.ledger.MemoryState.EdgeRow;
import io.tallygate.quota.ledger.MemoryState.LifeRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Reads the health of a ledger in memory. */
final class MemoryHealth {
    private final MemoryState state;

    MemoryHealth(MemoryState state) {
        this.state = state;
    }

    LedgerHealth health() {
        return new LedgerHealth(state.recovery, state.recovering, edges(), disputes(), quarantine());
    }

    private List<LedgerHealth.Edge> edges() {
        return state.edges.values().stream()
                .map(this::edge)
                .sorted(LedgerHealth.BY_LABEL)
                .toList();
    }

    private LedgerHealth.Edge edge(EdgeRow edge) {
        Instant closedTo = IntStream.range(0, Partitions.COUNT)
                .mapToObj(edge::closedTo)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        int open = (int) state.lives.values().stream()
                .filter(it -> it.life.edge().equals(edge.id) && it.ended == null)
                .count();
        return new LedgerHealth.Edge(
                edge.id,
                edge.label,
                edge.lastSeen,
                closedTo.equals(Instant.EPOCH) ? null : closedTo,
                edge.retired,
                edge.reported >= state.recovery,
                open);
    }

    private List<LedgerHealth.Dispute> disputes() {
        return state.lives.values().stream()
                .filter(LifeRow::disputed)
                .sorted(Comparator.comparingLong(it -> it.life.incarnation()))
                .map(MemoryHealth::dispute)
                .toList();
    }

    private static LedgerHealth.Dispute dispute(LifeRow life) {
        MemoryState.DisputeRow dispute = Objects.requireNonNull(life.dispute);
        return new LedgerHealth.Dispute(life.life, dispute.acknowledged(), dispute.counted());
    }

    private List<LedgerHealth.Quarantine> quarantine() {
        return state.quarantine.entrySet().stream()
                .map(it -> new LedgerHealth.Quarantine(it.getKey().incarnation(), it.getValue()))
                .sorted(Comparator.comparingLong(LedgerHealth.Quarantine::incarnation)
                        .thenComparingInt(it -> it.value().counter()))
                .toList();
    }
}
