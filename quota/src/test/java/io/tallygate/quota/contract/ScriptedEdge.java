package io.tallygate.quota.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Mark;
import io.tallygate.quota.ledger.Partitions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An edge that says to a ledger what the test tells it to, and follows the marks. */
final class ScriptedEdge {
    private static final AtomicLong SERIAL = new AtomicLong();

    private final Ledger ledger;
    private final Life life;
    private final Map<Integer, Mark> heads = new HashMap<>();

    ScriptedEdge(Ledger ledger, Life life) {
        this.ledger = ledger;
        this.life = life;
    }

    /** One that the ledger has yet to hear of. */
    static ScriptedEdge of(Ledger ledger, String label) {
        return new ScriptedEdge(ledger, life(edgeId(), label));
    }

    static ScriptedEdge registered(Ledger ledger, String label) {
        ScriptedEdge edge = of(ledger, label);
        ledger.register(edge.life);
        return edge;
    }

    ScriptedEdge nextLife() {
        ScriptedEdge next = new ScriptedEdge(ledger, life(life.edge(), life.label()));
        ledger.register(next.life);
        return next;
    }

    static EdgeId edgeId() {
        return new EdgeId("%032x".formatted(SERIAL.incrementAndGet()));
    }

    static Life life(EdgeId edge, String label) {
        return new Life(edge, label, SERIAL.incrementAndGet());
    }

    Life life() {
        return life;
    }

    EdgeId id() {
        return life.edge();
    }

    Mark head(int partition) {
        return heads.getOrDefault(partition, Mark.NONE);
    }

    /** The next batch of the chain, not yet sent. */
    Batch seal(int partition, @Nullable Instant closedTo, CounterValue... values) {
        Mark before = head(partition);
        Mark mark = new Mark(before.sequence() + 1, SERIAL.incrementAndGet());
        return new Batch(partition, mark, before, closedTo, List.of(values));
    }

    FlushReply flush(Batch... batches) {
        FlushReply reply = ledger.flush(new Flush(life, List.of(batches)));
        for (Answer answer : reply.answers()) {
            if (answer instanceof Answer.Acknowledged taken) {
                heads.put(taken.partition(), taken.mark());
            } else if (answer instanceof Answer.Quarantined taken) {
                heads.put(taken.partition(), taken.mark());
            }
        }
        return reply;
    }

    Answer deliver(Batch batch) {
        FlushReply reply = flush(batch);
        assertThat(reply.answers()).as("answers, standing " + reply.standing()).hasSize(1);
        return reply.answers().get(0);
    }

    /** Sends values of one partition. */
    Answer send(CounterValue... values) {
        return deliver(seal(Partitions.of(values[0].key().account()), null, values));
    }

    /** Sends values of one partition, which must be taken. */
    List<Long> count(CounterValue... values) {
        Answer answer = send(values);
        assertThat(answer).isInstanceOf(Answer.Acknowledged.class);
        return ((Answer.Acknowledged) answer).others();
    }

    /** Says the word on all chains. */
    void close(Instant to) {
        Batch[] words = IntStream.range(0, Partitions.COUNT)
                .mapToObj(partition -> seal(partition, to))
                .toArray(Batch[]::new);
        assertThat(flush(words).answers()).hasSize(Partitions.COUNT).allMatch(Answer.Acknowledged.class::isInstance);
    }

    void heartbeat() {
        deliver(seal(0, null));
    }
}
