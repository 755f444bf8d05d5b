package io.tallygate.quota.ledger;

import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What every ledger says to a mistake, with the remedy. */
final class Refusals {
    private Refusals() {}

    static IllegalArgumentException foreignLife(Life life, EdgeId owner) {
        return new IllegalArgumentException(
                "life " + text(life.incarnation()) + " is that of edge " + owner + ", not of " + life.edge()
                        + "; give each edge a state directory of its own, and do not put one's files into another's");
    }

    static IllegalArgumentException unknownEdge(EdgeId edge) {
        return new IllegalArgumentException("no edge " + edge + " has ever registered; health() lists those that have");
    }

    static IllegalArgumentException unknownLife(long incarnation) {
        return new IllegalArgumentException("no life " + text(incarnation) + " has ever registered");
    }

    static IllegalArgumentException notInDispute(long incarnation) {
        return new IllegalArgumentException(
                "life " + text(incarnation) + " is not in dispute; health() lists those that are");
    }

    static int partition(int partition) {
        if (partition < 0 || partition >= Partitions.COUNT) {
            throw new IllegalArgumentException("partition must be in [0, " + Partitions.COUNT + "), was " + partition);
        }
        return partition;
    }

    static void requireSame(Set<EdgeId> known, Set<EdgeId> said) {
        if (!known.equals(said)) {
            throw new IllegalArgumentException("the edges that are not retired differ: the ledger knows also "
                    + without(known, said) + ", and does not know " + without(said, known)
                    + "; retire what will not come back, and wait until the others have registered");
        }
    }

    private static Set<String> without(Set<EdgeId> edges, Set<EdgeId> others) {
        return edges.stream()
                .filter(Predicate.not(others::contains))
                .map(EdgeId::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String text(long incarnation) {
        return HexFormat.of().toHexDigits(incarnation, 15);
    }
}
