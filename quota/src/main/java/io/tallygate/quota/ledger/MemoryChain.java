package io.tallygate.quota.ledger;

import io.tallygate.quota.ledger.MemoryState.EdgeRow;
import io.tallygate.quota.ledger.MemoryState.LifeRow;
import io.tallygate.quota.ledger.MemoryState.QuarantineId;
import io.tallygate.quota.ledger.MemoryState.UsageRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the batches of one life into memory (rules 2, 3, 6, 7 and 9). */
final class MemoryChain {
    private final MemoryState state;
    private final EdgeRow edge;
    private final LifeRow life;
    private final Instant now;

    MemoryChain(MemoryState state, EdgeRow edge, LifeRow life, Instant now) {
        this.state = state;
        this.edge = edge;
        this.life = life;
        this.now = now;
    }

    Answer take(Batch batch) {
        int partition = batch.partition();
        Mark head = life.heads[partition];
        if (state.released[partition]) {
            return new Answer.NotOwner(partition);
        }
        if (head.equals(batch.mark())) {
            return acknowledged(batch);
        }
        if (!head.equals(batch.predecessor())) {
            return new Answer.Rejected(partition, head);
        }
        life.heads[partition] = batch.mark();
        boolean allJoined = join(batch);
        close(partition, batch.closedTo());
        return allJoined ? acknowledged(batch) : new Answer.Quarantined(partition, batch.mark());
    }

    /** Values are compared with the words before this batch's own: they are the last ones its word speaks of. */
    private boolean join(Batch batch) {
        Instant closedTo = edge.closedTo(batch.partition());
        boolean allJoined = true;
        for (CounterValue value : batch.values()) {
            UsageRow row = life.usage.get(MemoryState.usageId(batch.partition(), value.counter()));
            if (!belongs(row, value)) {
                state.quarantine.merge(
                        new QuarantineId(life.life.incarnation(), value.counter(), value.key()),
                        value,
                        MemoryChain::greater);
                allJoined = false;
            } else if (life.ended == null) {
                UsageRow open = row != null ? row : state.open(life, batch.partition(), value);
                open.tally = open.tally.join(value, edge.retired || value.key().isLateAfter(closedTo));
            }
        }
        return allJoined;
    }

    private boolean belongs(@Nullable UsageRow row, CounterValue value) {
        if (row != null && !row.key.equals(value.key())) {
            return false;
        }
        Tally held = row != null ? row.tally : Tally.ZERO;
        return life.ended == null || !held.isExceededBy(value);
    }

    private static CounterValue greater(CounterValue one, CounterValue other) {
        return new CounterValue(
                one.counter(),
                one.key(),
                Math.max(one.used(), other.used()),
                Math.max(one.refunded(), other.refunded()));
    }

    private void close(int partition, @Nullable Instant closedTo) {
        if (closedTo == null || life.ended != null || edge.retired) {
            return;
        }
        Instant word = Batch.word(closedTo, now);
        edge.words[partition] = MemoryState.later(edge.words[partition], word);
        state.horizon = MemoryState.later(state.horizon, word);
    }

    private Answer acknowledged(Batch batch) {
        List<Long> others = batch.values().isEmpty()
                ? List.of()
                : batch.values().stream().map(value -> others(value.key())).toList();
        return new Answer.Acknowledged(batch.partition(), batch.mark(), others);
    }

    private long others(CounterKey key) {
        long net = 0;
        for (UsageRow row : state.bill(key.account(), key.window())) {
            if (row.incarnation != life.life.incarnation() && row.key.meter().equals(key.meter())) {
                net += row.tally.net();
            }
        }
        return net;
    }
}
