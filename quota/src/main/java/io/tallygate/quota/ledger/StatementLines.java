package io.tallygate.quota.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up counters of one account and window to the lines of a statement. */
final class StatementLines {
    private record Group(String meter, String plan) {}

    private final Map<Group, Sum> sums =
            new TreeMap<>(Comparator.comparing(Group::meter).thenComparing(Group::plan));

    void add(String meter, String plan, int planVersion, Tally tally) {
        if (!tally.isEmpty()) {
            sums.computeIfAbsent(new Group(meter, plan), any -> new Sum()).add(planVersion, tally);
        }
    }

    List<Statement.Line> toList() {
        return sums.entrySet().stream()
                .map(entry -> entry.getValue().line(entry.getKey()))
                .toList();
    }

    private static final class Sum {
        private int regularVersion = Integer.MAX_VALUE;
        private int anyVersion = Integer.MAX_VALUE;
        private long used;
        private long refunded;
        private long lateUsed;
        private long lateRefunded;

        void add(int version, Tally tally) {
            if (tally.hasRegular()) {
                regularVersion = Math.min(regularVersion, version);
            }
            anyVersion = Math.min(anyVersion, version);
            used += tally.regularUsed();
            refunded += tally.regularRefunded();
            lateUsed += tally.lateUsed();
            lateRefunded += tally.lateRefunded();
        }

        Statement.Line line(Group group) {
            // A late counter must not lower the version that a complete invoice was priced by.
            int version = regularVersion < Integer.MAX_VALUE ? regularVersion : anyVersion;
            return new Statement.Line(group.meter(), group.plan(), version, used, refunded, lateUsed, lateRefunded);
        }
    }
}
