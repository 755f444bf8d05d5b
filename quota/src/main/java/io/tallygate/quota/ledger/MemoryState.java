package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.quota.plan.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that an {@link InMemoryLedger} holds. Guarded by its lock. */
final class MemoryState {
    long recovery;
    boolean recovering;
    boolean confirmed;
    Instant horizon = Instant.EPOCH;
    final boolean[] released = new boolean[Partitions.COUNT];
    final Map<EdgeId, EdgeRow> edges = new HashMap<>();
    final Map<Long, LifeRow> lives = new HashMap<>();
    final Map<Bill, List<UsageRow>> bills = new HashMap<>();
    final Map<QuarantineId, CounterValue> quarantine = new LinkedHashMap<>();

    record Bill(AccountId account, Window window) {}

    record QuarantineId(long incarnation, int counter, CounterKey key) {}

    static final class EdgeRow {
        final EdgeId id;
        String label;
        Instant lastSeen = Instant.EPOCH;
        Instant floor;
        boolean retired;
        long reported;
        final Instant[] words = new Instant[Partitions.COUNT];

        EdgeRow(EdgeId id, String label, Instant floor, long reported) {
            this.id = id;
            this.label = label;
            this.floor = floor;
            this.reported = reported;
            Arrays.fill(words, Instant.EPOCH);
        }

        EdgeRow(EdgeRow other) {
            this(other.id, other.label, other.floor, other.reported);
            lastSeen = other.lastSeen;
            retired = other.retired;
            System.arraycopy(other.words, 0, words, 0, words.length);
        }

        Instant closedTo(int partition) {
            return later(words[partition], floor);
        }
    }

    static final class LifeRow {
        final Life life;
        final Mark[] heads = new Mark[Partitions.COUNT];
        final Map<Long, UsageRow> usage = new HashMap<>();

        @Nullable
        EndProof ended;

        @Nullable
        DisputeRow dispute;

        LifeRow(Life life) {
            this.life = life;
            Arrays.fill(heads, Mark.NONE);
        }

        LifeRow(LifeRow other) {
            life = other.life;
            System.arraycopy(other.heads, 0, heads, 0, heads.length);
            other.usage.forEach((id, row) -> usage.put(id, new UsageRow(row)));
            ended = other.ended;
            dispute = other.dispute;
        }

        boolean disputed() {
            return dispute != null && !dispute.writtenOff();
        }
    }

    record DisputeRow(long acknowledged, long counted, boolean writtenOff) {}

    static final class UsageRow {
        final long incarnation;
        final CounterKey key;
        Tally tally = Tally.ZERO;

        UsageRow(long incarnation, CounterKey key) {
            this.incarnation = incarnation;
            this.key = key;
        }

        UsageRow(UsageRow other) {
            this(other.incarnation, other.key);
            tally = other.tally;
        }
    }

    MemoryState() {}

    /** A deep copy. */
    MemoryState(MemoryState other) {
        recovery = other.recovery;
        recovering = other.recovering;
        confirmed = other.confirmed;
        horizon = other.horizon;
        System.arraycopy(other.released, 0, released, 0, released.length);
        other.edges.forEach((id, edge) -> edges.put(id, new EdgeRow(edge)));
        other.lives.forEach((incarnation, life) -> lives.put(incarnation, new LifeRow(life)));
        quarantine.putAll(other.quarantine);
        lives.values().forEach(life -> life.usage.values().forEach(this::index));
    }

    UsageRow open(LifeRow life, int partition, CounterValue value) {
        UsageRow row = new UsageRow(life.life.incarnation(), value.key());
        life.usage.put(usageId(partition, value.counter()), row);
        index(row);
        return row;
    }

    private void index(UsageRow row) {
        Bill bill = new Bill(row.key.account(), row.key.window());
        bills.computeIfAbsent(bill, any -> new ArrayList<>()).add(row);
    }

    List<UsageRow> bill(AccountId account, Window window) {
        return bills.getOrDefault(new Bill(account, window), List.of());
    }

    /** A counter is known by life, partition and number: a chain cannot speak of another chain's counters. */
    static long usageId(int partition, int counter) {
        return (long) counter << 6 | partition;
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
