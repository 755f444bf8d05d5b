package io.tallygate.quota.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerOperator;
import io.tallygate.quota.ledger.PartitionOwner;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every ledger must do, by the rules of the module's {@code DESIGN.md}. Extend it and give an empty ledger; nothing
 * else is asked of an implementation.
 */
public abstract class LedgerContract<L extends Ledger & LedgerOperator & PartitionOwner>
        extends LedgerRecoveryRules<L> {
    private static final int LIVES = 6;
    private static final int ROUNDS = 25;

    @Test
    void takesTenThousandCountersInOneBatch() {
        ScriptedEdge edge = edge("eu-1");
        CounterValue[] first = many(1);
        CounterValue[] second = many(3);
        assertThat(edge.count(first)).hasSize(Batch.MAX_VALUES).containsOnly(0L);
        assertThat(edge.count(second)).hasSize(Batch.MAX_VALUES);
        assertThat(edge("us-1").count(second)).containsOnly(3L * Batch.MAX_VALUES);
        assertThat(used()).isEqualTo(2 * 3L * Batch.MAX_VALUES);
    }

    /** Of one account, so that a batch can hold as many; the plan's version tells them apart. */
    private static CounterValue[] many(long used) {
        return IntStream.range(0, Batch.MAX_VALUES)
                .mapToObj(i -> value(i, version(i + 1), used))
                .toArray(CounterValue[]::new);
    }

    @Test
    void takesTheLongestNamesAndTheGreatestNumbers() {
        AccountId account = new AccountId("~".repeat(128));
        CounterKey key = new CounterKey(account, "'".repeat(64), MARCH, "\\".repeat(64), Integer.MAX_VALUE, false);
        CounterValue value = new CounterValue((1 << 24) - 1, key, (1L << 40) - 1, (1L << 40) - 1);
        ScriptedEdge edge = edge("\"'--" + "x".repeat(60));
        edge.count(value);
        assertThat(ledger.statement(account, MARCH).lines())
                .containsExactly(new Statement.Line(
                        key.meter(), key.plan(), Integer.MAX_VALUE, value.used(), value.refunded(), 0, 0));
        assertThat(ledger.health().edges().get(0).label()).isEqualTo(edge.life().label());
    }

    @Test
    void joinsOnceWhatTwoThreadsSendAtOnce() throws Exception {
        ScriptedEdge edge = edge("eu-1");
        long answered = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            Batch batch = edge.seal(HOME, null, value(0, round, 0));
            ScriptedEdge resender = new ScriptedEdge(ledger, edge.life());
            List<Callable<Answer>> both = List.of(() -> edge.deliver(batch), () -> resender.deliver(batch));
            for (Answer answer : together(both)) {
                assertThat(answer).isInstanceOf(Answer.Acknowledged.class);
                answered++;
            }
        }
        assertThat(answered).isEqualTo(2 * ROUNDS);
        assertThat(used()).isEqualTo(ROUNDS);
    }

    @Test
    void addsUpExactlyWhatManyLivesSendAtOnce() throws Exception {
        List<Callable<Long>> work = new ArrayList<>();
        for (int i = 0; i < LIVES; i++) {
            ScriptedEdge edge = edge("edge-" + i / 2);
            ScriptedEdge drained = edge.nextLife();
            work.add(() -> countUp(edge));
            work.add(() -> countUp(drained));
        }
        long sent = together(work).stream().mapToLong(Long::longValue).sum();
        assertThat(sent).isEqualTo(2 * LIVES * ROUNDS);
        assertThat(used()).isEqualTo(sent);
        assertThat(ledger.statement(ELSEWHERE, MARCH).lines().get(0).used()).isEqualTo(sent);
    }

    private static long countUp(ScriptedEdge edge) {
        int away = Partitions.of(ELSEWHERE);
        for (int round = 1; round <= ROUNDS; round++) {
            Batch here = edge.seal(HOME, MARCH.start(), value(0, round, 0));
            Batch there = edge.seal(away, null, value(1, key(ELSEWHERE, MARCH), round));
            List<Answer> answers = (away < HOME ? edge.flush(there, here) : edge.flush(here, there)).answers();
            assertThat(answers).hasSize(2).allMatch(Answer.Acknowledged.class::isInstance);
        }
        return ROUNDS;
    }

    @Test
    void takesOneOfTwoTwinsThatSendAtOnce() throws Exception {
        ScriptedEdge edge = edge("eu-1");
        ScriptedEdge twin = new ScriptedEdge(ledger, edge.life());
        for (int round = 0; round < ROUNDS; round++) {
            Batch ours = edge.seal(round, null);
            Batch theirs = twin.seal(round, null);
            List<Callable<Answer>> both = List.of(() -> edge.deliver(ours), () -> twin.deliver(theirs));
            assertThat(together(both))
                    .as("round " + round)
                    .containsAnyOf(new Answer.Rejected(round, theirs.mark()), new Answer.Rejected(round, ours.mark()))
                    .filteredOn(Answer.Acknowledged.class::isInstance)
                    .hasSize(1);
        }
    }

    /** Its values are lost, so that an end which is believed would quarantine what the edge sends again. */
    @Test
    void believesNoEndThatIsSaidWhileARecoveryBegins() throws Exception {
        ScriptedEdge noticing = edge("eu-1");
        ScriptedEdge ending = edge("us-1");
        Set<EdgeId> both = Set.of(noticing.life().edge(), ending.life().edge());
        for (int round = 1; round <= ROUNDS; round++) {
            Callable<Long> notice = () -> ledger.wentBack(noticing.life());
            Callable<Long> end = () -> {
                ledger.ended(ending.life(), EndProof.CLEAN_CLOSE);
                return 0L;
            };
            long recovery = together(List.of(notice, end)).get(0);
            assertThat(ledger.health().edges()).as("round " + round).hasSize(2).allMatch(it -> it.livesOpen() == 1);
            ledger.confirm(both);
            both.forEach(edge -> ledger.recovered(edge, recovery));
            assertThat(ledger.health().recovering()).isFalse();
        }
    }

    /** Batches are large, so that a release meets one that is under way. */
    @Test
    void joinsNothingMoreOnceThePartitionIsReleased() throws Exception {
        ScriptedEdge one = edge("eu-1");
        ScriptedEdge other = edge("us-1");
        for (long round = 1; round <= 4; round++) {
            long from = round * 1_000_000;
            Callable<Long> release = () -> {
                ledger.release(HOME);
                return used();
            };
            List<Long> results = together(
                    List.of(() -> countUntilReleased(one, from), () -> countUntilReleased(other, from), release));
            assertThat(used()).isEqualTo(results.get(2));
            ledger.adopt(HOME);
        }
    }

    private static long countUntilReleased(ScriptedEdge edge, long from) {
        for (long used = from; ; used++) {
            long each = used;
            CounterValue[] values = IntStream.range(0, 1_000)
                    .mapToObj(i -> value(i, version(i + 1), each))
                    .toArray(CounterValue[]::new);
            if (edge.send(values) instanceof Answer.NotOwner) {
                return used - from;
            }
        }
    }

    /** A new edge gets its floor while another closes: either it is waited for, or it opens nothing before the close. */
    @Test
    void neverChangesACompleteStatementByAnEdgeThatJoinsMeanwhile() throws Exception {
        ScriptedEdge closing = edge("eu-1");
        int complete = 0;
        for (int round = 0; round < ROUNDS || complete == 0; round++) {
            assertThat(round).as("rounds, and none complete in time").isLessThan(40 * ROUNDS);
            Window window = new Window(clock.now(), clock.now().plusSeconds(1));
            clock.advance(Duration.ofSeconds(1));
            ScriptedEdge joining = new ScriptedEdge(ledger, ScriptedEdge.life(ScriptedEdge.edgeId(), "us-1"));
            Callable<Statement> close = () -> {
                closing.deliver(closing.seal(HOME, window.end()));
                return ledger.statement(ACME, window);
            };
            Callable<Statement> join = () -> {
                if (ledger.register(joining.life()).floor().isBefore(window.end())) {
                    joining.deliver(joining.seal(HOME, window.end(), value(0, key(ACME, window), 1)));
                }
                return ledger.statement(ACME, window);
            };
            Statement seen = together(List.of(close, join)).get(0);
            Statement after = ledger.statement(ACME, window);
            assertThat(after.complete()).isTrue();
            if (seen.complete()) {
                complete++;
                assertThat(seen).as("round " + round).isEqualTo(after);
            }
            ledger.retire(joining.id());
        }
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(work)) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
