package io.tallygate.examples.benchmarks;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Mark;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.quota.plan.BillingCalendar;
import io.tallygate.quota.plan.Window;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** An edge whose counters have all moved on since the last flush. For one thread. */
final class CounterFlush {
    private static final int UNITS_BETWEEN_FLUSHES = 100;

    private final SplittableRandom random = new SplittableRandom();
    private final Ledger ledger;
    private final Life life;
    private final List<List<CounterValue>> values = Stream.generate(
                    () -> (List<CounterValue>) new ArrayList<CounterValue>())
            .limit(Partitions.COUNT)
            .toList();
    private Mark head = Mark.NONE;

    CounterFlush(Ledger ledger, int counters) {
        this.ledger = ledger;
        this.life = new Life(EdgeId.random(random), "bench", random.nextLong() >>> 4);
        Window window = BillingCalendar.monthly(ZoneOffset.UTC).windowAt(System.currentTimeMillis());
        for (int i = 1; i <= counters; i++) {
            AccountId account = new AccountId("account-" + i);
            CounterKey key = new CounterKey(account, "requests", window, "starter", 1, false);
            values.get(Partitions.of(account)).add(new CounterValue(i, key, 0, 0));
        }
        ledger.register(life);
    }

    /** Sends all counters, in one batch for each partition. */
    void flush() {
        Mark mark = new Mark(head.sequence() + 1, random.nextLong());
        List<Batch> batches = new ArrayList<>();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            List<CounterValue> mine = values.get(partition);
            mine.replaceAll(CounterFlush::moved);
            batches.add(new Batch(partition, mark, head, null, mine));
        }
        FlushReply reply = ledger.flush(new Flush(life, batches));
        Check.that(reply.answers().size() == Partitions.COUNT);
        Check.that(reply.answers().stream().allMatch(Answer.Acknowledged.class::isInstance));
        head = mark;
    }

    private static CounterValue moved(CounterValue value) {
        return new CounterValue(value.counter(), value.key(), value.used() + UNITS_BETWEEN_FLUSHES, value.refunded());
    }
}
