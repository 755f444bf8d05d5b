package io.tallygate.quota;

import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.Mark;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One chain of batches: one life in one partition (rules 3 to 5). Used by one thread at a time.
 *
 * <p>At most one batch is under way, and it is sent again as it is until it is answered. When a process dies, the content
 * of its last batch dies with it, and only its mark is known, from the mark file: the chain is <em>in doubt</em>. Then it
 * goes on with a <em>probe</em>, an empty batch after the last acknowledged mark. If it is taken, the lost batch never
 * will be; if it is rejected with the lost batch's mark, that one was taken. The probe's mark is kept in the file as
 * well, and being empty it can be repeated to the letter by any later life, so that no third mark ever comes into doubt.
 */
final class Chain {
    private final int partition;
    private Mark acknowledged;
    private Mark sent;
    private Mark probe;
    private long highest;
    private @Nullable Batch underWay;
    private List<Line> lines = List.of();
    private long spokenAt;
    private long saidMillis = EdgeFile.NEVER;

    Chain(int partition, MarkFile.Chained marks, long nanos) {
        this.partition = partition;
        this.acknowledged = marks.acknowledged();
        this.sent = marks.sent();
        this.probe = marks.probe();
        this.highest = Math.max(acknowledged.sequence(), Math.max(sent.sequence(), probe.sequence()));
        this.spokenAt = nanos;
    }

    /** What an answer means for the life. */
    enum Verdict {
        /** The chain went on. */
        TAKEN,
        /** It did not, and will be tried again. */
        AGAIN,
        /** The ledger ended the life, or took exception to a counter. */
        QUARANTINED,
        /** The ledger has forgotten what it had acknowledged. */
        WENT_BACK,
        /** Somebody else lives this life. */
        DISPUTED
    }

    MarkFile.Chained marks() {
        return new MarkFile.Chained(acknowledged, sent, probe);
    }

    /** The batch to send again, if there is one. */
    @Nullable
    Batch underWay() {
        return underWay;
    }

    boolean inDoubt() {
        return underWay == null && !sent.equals(acknowledged);
    }

    /** Whether the ledger has ever taken a batch. */
    boolean begun() {
        return acknowledged.sequence() > 0;
    }

    /** Whether a new batch can be sealed. */
    boolean free() {
        return underWay == null && sent.equals(acknowledged);
    }

    /**
     * Whether marks beyond the head were given out, as they are when the ledger went back. The next one must be in the
     * file before those are forgotten there, or a later life would give out their numbers again.
     */
    boolean ahead() {
        return highest > acknowledged.sequence();
    }

    boolean silentFor(long nanos, long now) {
        return now - spokenAt >= nanos;
    }

    /** The edge's word that the ledger has from this chain, in epoch milliseconds. */
    long saidMillis() {
        return saidMillis;
    }

    /** Seals the empty batch that clears up a doubt. Returns whether its mark is new. */
    boolean sealProbe(RandomGenerator random) {
        boolean fresh = probe.equals(Mark.NONE);
        if (fresh) {
            probe = next(random);
        }
        underWay = new Batch(partition, probe, acknowledged, null, List.of());
        lines = List.of();
        return fresh;
    }

    /**
     * Seals the values that these lines have now.
     *
     * @param closedTo the edge's word, or null
     */
    void seal(List<Line> changed, @Nullable Instant closedTo, RandomGenerator random) {
        sent = next(random);
        lines = List.copyOf(changed);
        underWay = new Batch(
                partition,
                sent,
                acknowledged,
                closedTo,
                lines.isEmpty() ? List.of() : lines.stream().map(Chain::value).toList());
    }

    /** Refunds are read first: each has its charge before it, so they can never exceed what is read as used. */
    private static CounterValue value(Line line) {
        long refunded = line.refunded();
        return new CounterValue(line.number(), line.key(), line.used(), refunded);
    }

    /** No number is used twice, even when the ledger went back: an older head must be seen to be older. */
    private Mark next(RandomGenerator random) {
        highest++;
        return new Mark(highest, random.nextLong());
    }

    /** Obeys the answer to the batch that is under way. */
    Verdict obey(Answer answer, long now) {
        Batch batch = underWay;
        if (batch == null || answer.partition() != partition) {
            return Verdict.AGAIN;
        }
        if (answer instanceof Answer.Acknowledged yes) {
            return yes.mark().equals(batch.mark()) ? taken(batch, yes.others(), now) : Verdict.AGAIN;
        }
        if (answer instanceof Answer.Quarantined kept) {
            if (!kept.mark().equals(batch.mark())) {
                return Verdict.AGAIN;
            }
            taken(batch, List.of(), now);
            return Verdict.QUARANTINED;
        }
        if (answer instanceof Answer.Rejected no) {
            return rejected(batch, no.head());
        }
        return Verdict.AGAIN;
    }

    private Verdict taken(Batch batch, List<Long> others, long now) {
        for (int i = 0; i < lines.size(); i++) {
            CounterValue value = batch.values().get(i);
            lines.get(i).acknowledge(value.used(), value.refunded());
            if (i < others.size()) {
                lines.get(i).others(others.get(i));
            }
        }
        Instant word = batch.closedTo();
        if (word != null) {
            saidMillis = word.toEpochMilli();
        }
        spokenAt = now;
        goOnFrom(batch.mark());
        return Verdict.TAKEN;
    }

    private Verdict rejected(Batch batch, Mark head) {
        if (head.equals(batch.mark()) || head.equals(batch.predecessor())) {
            return Verdict.AGAIN;
        }
        if (batch.mark().equals(probe) && head.equals(sent)) {
            goOnFrom(head);
            return Verdict.TAKEN;
        }
        // Between the two stand batches that the ledger had forgotten, and that came late, after it went back.
        if (head.sequence() < Math.max(acknowledged.sequence(), sent.sequence())) {
            goOnFrom(head);
            return Verdict.WENT_BACK;
        }
        return Verdict.DISPUTED;
    }

    private void goOnFrom(Mark head) {
        acknowledged = head;
        sent = head;
        probe = Mark.NONE;
        underWay = null;
        lines = List.of();
    }

    /** What was said may be forgotten. */
    void forgetWord() {
        saidMillis = EdgeFile.NEVER;
    }
}
