package io.tallygate.quota.protocol;

import io.tallygate.model.AccountId;
import io.tallygate.quota.StateDisk;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Mark;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Window;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** For each rule of the protocol at least one double, at a seam, that breaks it. They stand nowhere but here. */
final class BrokenDoubles {
    private BrokenDoubles() {}

    /** By what they do wrong. */
    static Map<String, Supplier<Seams>> all() {
        Map<String, Supplier<Seams>> all = new LinkedHashMap<>();
        all.put("1 the incarnation is not random", () -> randomAt("StateDirectory", "begin", 5));
        all.put("1 files of ended lives are not kept", KeepsNothing::new);
        all.put("2 the ledger adds", () -> ledger(real -> new JoinsBy(real, Long::sum)));
        all.put("2 the ledger takes what came last", () -> ledger(real -> new JoinsBy(real, (held, said) -> said)));
        all.put("2 marks are not forced", () -> forcing(name -> !name.endsWith(".marks")));
        all.put("3 the ledger ignores the predecessor", () -> ledger(IgnoresPredecessor::new));
        all.put("4 the ledger does not name its recovery", () -> ledger(HidesRecovery::new));
        all.put(
                "4 the ledger completes while it recovers",
                () -> missing(it -> !it.why().startsWith("recovery")));
        all.put("5 the ledger forgets disputes", () -> missing(it -> !it.why().contains("dispute")));
        all.put("6 the loser of a partition goes on", LoserGoesOn::new);
        all.put(
                "7 the ledger does not ask for each edge's word",
                () -> missing(it -> !it.why().contains("has not closed")));
        all.put("7 the ledger takes what is late as regular", () -> ledger(ForgetsLate::new));
        all.put("8 a copied directory cannot be told", EverywhereTheSame::new);
        all.put("9 the ledger takes no word for a life's end", () -> ledger(EndsAtOnce::new));
        return all;
    }

    private static Seams ledger(UnaryOperator<Ledger> broken) {
        return new Seams() {
            @Override
            Ledger ledger(InMemoryLedger database) {
                return broken.apply(database);
            }
        };
    }

    private static Seams forcing(Predicate<String> files) {
        return new Seams() {
            @Override
            boolean forces(String file) {
                return files.test(file);
            }
        };
    }

    /** Nothing but this caller is without luck: the seam is one source of randomness for all. */
    private static Seams randomAt(String type, String method, long value) {
        StackWalker stack = StackWalker.getInstance();
        return new Seams() {
            @Override
            long random(SplittableRandom random) {
                long drawn = random.nextLong();
                boolean asked = stack.walk(frames -> frames.limit(8)
                        .anyMatch(it -> it.getClassName().endsWith("." + type)
                                && it.getMethodName().equals(method)));
                return asked ? value : drawn;
            }
        };
    }

    private static Seams missing(Predicate<Statement.Missing> kept) {
        return ledger(real -> new LedgerDouble(real) {
            @Override
            public Statement statement(AccountId account, Window window) {
                Statement it = super.statement(account, window);
                return new Statement(
                        account,
                        window,
                        it.lines(),
                        it.missing().stream().filter(kept).toList());
            }
        });
    }

    private static final class KeepsNothing extends Seams {
        @Override
        Duration keepEndedLives() {
            return Duration.ZERO;
        }
    }

    private static final class EverywhereTheSame extends Seams {
        @Override
        StateDisk.Place place(StateDisk.Place place) {
            return new StateDisk.Place("boot", "inode");
        }
    }

    /** Joins values in a table of its own, by another operation than the greater of two. */
    private static final class JoinsBy extends LedgerDouble {
        private record Row(AccountId account, Window window, String meter, long incarnation, int number) {}

        private final Map<Row, Long> table = new HashMap<>();
        private final LongBinaryOperator join;

        JoinsBy(Ledger real, LongBinaryOperator join) {
            super(real);
            this.join = join;
        }

        @Override
        public FlushReply flush(Flush flush) {
            FlushReply reply = super.flush(flush);
            for (int i = 0; i < reply.answers().size(); i++) {
                if (reply.answers().get(i) instanceof Answer.Acknowledged) {
                    flush.batches()
                            .get(i)
                            .values()
                            .forEach(value -> join(flush.life().incarnation(), value));
                }
            }
            return reply;
        }

        private void join(long incarnation, CounterValue value) {
            CounterKey key = value.key();
            Row row = new Row(key.account(), key.window(), key.meter(), incarnation, value.counter());
            table.put(row, join.applyAsLong(table.getOrDefault(row, 0L), value.used()));
        }

        @Override
        public Statement statement(AccountId account, Window window) {
            Statement it = super.statement(account, window);
            List<Statement.Line> lines = it.lines().stream()
                    .map(line -> new Statement.Line(
                            line.meter(),
                            line.plan(),
                            line.planVersion(),
                            sum(account, window, line.meter()) - line.lateUsed(),
                            line.refunded(),
                            line.lateUsed(),
                            line.lateRefunded()))
                    .toList();
            return new Statement(account, window, lines, it.missing());
        }

        private long sum(AccountId account, Window window, String meter) {
            return table.entrySet().stream()
                    .filter(it -> it.getKey().account().equals(account)
                            && it.getKey().window().equals(window)
                            && it.getKey().meter().equals(meter))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    private static final class IgnoresPredecessor extends LedgerDouble {
        IgnoresPredecessor(Ledger real) {
            super(real);
        }

        @Override
        public FlushReply flush(Flush flush) {
            FlushReply reply = super.flush(flush);
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < reply.answers().size(); i++) {
                answers.add(forced(
                        flush.life(), flush.batches().get(i), reply.answers().get(i)));
            }
            return new FlushReply(reply.standing(), reply.recovery(), answers);
        }

        private Answer forced(Life life, Batch batch, Answer answer) {
            if (!(answer instanceof Answer.Rejected no)) {
                return answer;
            }
            Mark mark = new Mark(
                    Math.max(batch.mark().sequence(), no.head().sequence() + 1),
                    batch.mark().random());
            super.flush(new Flush(
                    life, List.of(new Batch(batch.partition(), mark, no.head(), batch.closedTo(), batch.values()))));
            return new Answer.Acknowledged(batch.partition(), batch.mark(), List.of());
        }
    }

    private static final class HidesRecovery extends LedgerDouble {
        HidesRecovery(Ledger real) {
            super(real);
        }

        @Override
        public FlushReply flush(Flush flush) {
            FlushReply reply = super.flush(flush);
            return new FlushReply(reply.standing(), 0, reply.answers());
        }
    }

    private static final class ForgetsLate extends LedgerDouble {
        ForgetsLate(Ledger real) {
            super(real);
        }

        @Override
        public Statement statement(AccountId account, Window window) {
            Statement it = super.statement(account, window);
            List<Statement.Line> lines = it.lines().stream()
                    .map(line -> new Statement.Line(
                            line.meter(),
                            line.plan(),
                            line.planVersion(),
                            line.used() + line.lateUsed(),
                            line.refunded() + line.lateRefunded(),
                            0,
                            0))
                    .toList();
            return new Statement(account, window, lines, it.missing());
        }
    }

    /** Takes the coming of a life for the end of all earlier ones of its edge, without any proof. */
    private static final class EndsAtOnce extends LedgerDouble {
        private final Map<Object, Life> latest = new HashMap<>();

        EndsAtOnce(Ledger real) {
            super(real);
        }

        @Override
        public io.tallygate.quota.ledger.Welcome register(Life life) {
            latest.put(life.edge(), life);
            return super.register(life);
        }

        @Override
        public io.tallygate.quota.ledger.Welcome resume(Life life) {
            Life before = latest.put(life.edge(), life);
            if (before != null && before.incarnation() != life.incarnation()) {
                super.ended(before, io.tallygate.quota.ledger.EndProof.OPERATOR);
            }
            return super.resume(life);
        }
    }

    /** A database that lost a partition and does not know it: what it takes from then on stays with it. */
    private static final class LoserGoesOn extends Seams {
        private final Map<Integer, InMemoryLedger> losers = new HashMap<>();
        private @Nullable TimeSource time;

        @Override
        InMemoryLedger database(TimeSource clock) {
            time = clock;
            losers.clear();
            return super.database(clock);
        }

        @Override
        void moving(InMemoryLedger database, int partition, boolean away) {
            if (away && time != null) {
                InMemoryLedger loser = super.database(time);
                loser.restore(database.backup());
                losers.put(partition, loser);
            } else {
                losers.remove(partition);
            }
        }

        @Override
        Ledger ledger(InMemoryLedger database) {
            return new LedgerDouble(database) {
                @Override
                public FlushReply flush(Flush flush) {
                    FlushReply reply = super.flush(flush);
                    List<Answer> answers = new ArrayList<>();
                    for (int i = 0; i < reply.answers().size(); i++) {
                        Answer answer = reply.answers().get(i);
                        InMemoryLedger loser = losers.get(answer.partition());
                        answers.add(
                                answer instanceof Answer.NotOwner && loser != null
                                        ? takenBy(loser, flush, i, answer)
                                        : answer);
                    }
                    return new FlushReply(reply.standing(), reply.recovery(), answers);
                }
            };
        }

        private static Answer takenBy(InMemoryLedger loser, Flush flush, int index, Answer otherwise) {
            loser.register(flush.life());
            List<Answer> answers = loser.flush(
                            new Flush(flush.life(), List.of(flush.batches().get(index))))
                    .answers();
            return answers.isEmpty() ? otherwise : answers.get(0);
        }
    }
}
