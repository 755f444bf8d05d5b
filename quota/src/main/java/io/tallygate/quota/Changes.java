package io.tallygate.quota;

import io.tallygate.quota.ledger.Partitions;
import java.util.ArrayList;
import java.util.List;

/** What one flush has room for of the lines that changed, by partition. Used by one thread at a time. */
final class Changes {
    private final List<List<Line>> lines = new ArrayList<>();
    private final boolean[] cutOff = new boolean[Partitions.COUNT];
    private boolean all = true;
    private int room;

    private Changes(int room) {
        this.room = room;
        for (int i = 0; i < Partitions.COUNT; i++) {
            lines.add(new ArrayList<>(0));
        }
    }

    /** Collects from a log for the chains that can take a batch. */
    static Changes of(LifeLog log, Chain[] chains, int room) {
        Changes changes = new Changes(room);
        int count = log.count();
        for (int i = 0; i < count; i++) {
            Line line = log.at(i);
            if (line.changed()) {
                changes.add(line, chains[line.partition()].free());
            }
        }
        return changes;
    }

    private void add(Line line, boolean free) {
        if (free && room > 0) {
            lines.get(line.partition()).add(line);
            room--;
        } else {
            cutOff[line.partition()] = true;
            all = false;
        }
    }

    /** Lines of a partition, in order of number. */
    List<Line> in(int partition) {
        return lines.get(partition);
    }

    /** Whether a line of the partition was left for later. */
    boolean cutOff(int partition) {
        return cutOff[partition];
    }

    /** Whether nothing was left for later. */
    boolean all() {
        return all;
    }
}
