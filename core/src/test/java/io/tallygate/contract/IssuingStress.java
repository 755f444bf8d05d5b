package io.tallygate.contract;

import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.apikey.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Issues keys into a directory from several threads, removes some, and shows the gate each that it should know of, once:
 * none that exists may be refused as unknown. The keys' names tell that they were born long ago, so that nothing but
 * the filter of existing credentials speaks for them. As many are made up and shown too: the filter must have refused
 * most of those, or it was not put to the test.
 *
 * @param gate accepts API keys of the directory; its budgets should let all be looked up
 * @param directory where keys are issued
 * @param time elapsed time that {@code knownUpTo} goes by
 * @param born by whose clock the names are made: a day or more behind the gate's
 * @param knownUpTo the elapsed time up to which the gate has heard of everything
 */
public record IssuingStress(
        Tallygate gate, DirectoryAdmin directory, TimeSource time, TimeSource born, LongSupplier knownUpTo) {
    private static final int LIVE = 5_000;

    /**
     * What came of it.
     *
     * @param issued keys that were issued
     * @param removed of these
     * @param permitted keys that were shown to the gate and permitted
     * @param refused keys that exist and were refused as unknown: there must be none
     * @param unavailable keys that could not be looked up
     */
    public record Result(long issued, long removed, long permitted, long refused, long unavailable) {
        Result plus(Result other) {
            return new Result(
                    issued + other.issued,
                    removed + other.removed,
                    permitted + other.permitted,
                    refused + other.refused,
                    unavailable + other.unavailable);
        }
    }

    /** Issues so many keys on each of so many threads. */
    public Result run(int threads, int issues, long seed) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Result>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                long own = seed + i;
                runs.add(pool.submit(() -> new Run(own).issue(issues)));
            }
            Result sum = new Result(0, 0, 0, 0, 0);
            for (Future<Result> run : runs) {
                sum = sum.plus(run.get());
            }
            return sum;
        } finally {
            pool.shutdownNow();
        }
    }

    private final class Run {
        private final SplittableRandom random;
        private final ApiKeys keys;
        private final MadeUpKeys madeUp;
        private final Deque<Issue> unshown = new ArrayDeque<>();
        private final Deque<IssuedKey> shown = new ArrayDeque<>();
        private long removed;
        private long permitted;
        private long refused;
        private long unavailable;

        Run(long seed) {
            this.random = new SplittableRandom(seed);
            this.keys = ApiKeys.in(directory).time(born).random(random);
            this.madeUp = new MadeUpKeys("tg", random);
        }

        Result issue(int issues) {
            for (int i = 0; i < issues; i++) {
                unshown.add(new Issue(keys.issue("acme", "orders:read"), time.nanos()));
                showWhatIsKnown();
                admit(madeUp.wellFormed(born.epochMillis() / 1_000));
                if (shown.size() > LIVE || random.nextInt(8) == 0) {
                    removeOldest();
                }
            }
            return new Result(issues, removed, permitted, refused, unavailable);
        }

        private void showWhatIsKnown() {
            long known = knownUpTo.getAsLong();
            while (!unshown.isEmpty() && unshown.peek().issuedBy - known < 0) {
                IssuedKey key = unshown.remove().key;
                show(key.secret());
                shown.add(key);
            }
        }

        private void show(String secret) {
            Decision decision = admit(secret);
            if (!(decision instanceof Deny deny)) {
                permitted++;
            } else if (deny.denial() == Denial.UNAVAILABLE) {
                unavailable++;
            } else {
                refused++;
            }
        }

        private Decision admit(String key) {
            return gate.admit(
                    FakeRequest.get("/orders").header("X-Api-Key", key).peer(null), Demand.plain());
        }

        private void removeOldest() {
            IssuedKey oldest = shown.poll();
            if (oldest != null) {
                keys.revoke(oldest.id());
                removed++;
            }
        }

        private record Issue(IssuedKey key, long issuedBy) {}
    }
}
