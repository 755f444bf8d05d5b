package io.tallygate.testing;

import io.tallygate.model.Decision;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.spi.TimeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Issues credentials into a directory from several threads, removes some, and shows a gate each that it should know of,
 * once: none that exists may be refused as unknown. As many are made up and shown too: the gate's filter must have
 * refused most of those, or it was not put to the test.
 *
 * @param traffic what is issued and shown; the gate's budgets should let all be looked up
 * @param time elapsed time that {@code knownUpTo} goes by
 * @param knownUpTo the elapsed time up to which the gate has heard of everything
 * @param random chooses when one is removed; thread-safe
 */
public record IssuingStress<C>(Traffic<C> traffic, TimeSource time, LongSupplier knownUpTo, RandomGenerator random) {
    private static final int LIVE = 5_000;

    /**
     * One kind of credential, between one directory and one gate. Their names must tell that they were born a day ago or
     * more, so that nothing but the filter of existing credentials speaks for them. Thread-safe.
     */
    public interface Traffic<C> {
        /** Puts a new credential into the directory. */
        C issue();

        /** Takes one out of the directory for ever. */
        void remove(C credential);

        /** Shows one to the gate. */
        Decision show(C credential);

        /** Shows one to the gate that is well formed and was never issued. */
        Decision showMadeUp();
    }

    /**
     * What came of it.
     *
     * @param issued credentials that were issued
     * @param removed of these
     * @param permitted of those that exist and were shown to the gate
     * @param refused those that exist and were refused as unknown: there must be none
     * @param unavailable those that could not be looked up
     */
    public record Result(long issued, long removed, long permitted, long refused, long unavailable) {
        private Result plus(Result other) {
            return new Result(
                    issued + other.issued,
                    removed + other.removed,
                    permitted + other.permitted,
                    refused + other.refused,
                    unavailable + other.unavailable);
        }
    }

    /** Issues so many on each of so many threads. */
    public Result run(int threads, int issues) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Result>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                runs.add(pool.submit(() -> new Run().issue(issues)));
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

    /** What one thread does. */
    private final class Run {
        private final Deque<Issue<C>> unshown = new ArrayDeque<>();
        private final Deque<C> shown = new ArrayDeque<>();
        private long removed;
        private long permitted;
        private long refused;
        private long unavailable;

        Result issue(int issues) {
            for (int i = 0; i < issues; i++) {
                unshown.add(new Issue<>(traffic.issue(), time.nanos()));
                showWhatIsKnown();
                traffic.showMadeUp();
                if (shown.size() > LIVE || random.nextInt(8) == 0) {
                    removeOldest();
                }
            }
            return new Result(issues, removed, permitted, refused, unavailable);
        }

        private void showWhatIsKnown() {
            long known = knownUpTo.getAsLong();
            while (!unshown.isEmpty() && unshown.peek().issuedBy() - known < 0) {
                C credential = unshown.remove().credential();
                count(traffic.show(credential));
                shown.add(credential);
            }
        }

        private void count(Decision decision) {
            if (!(decision instanceof Deny deny)) {
                permitted++;
            } else if (deny.denial() == Denial.UNAVAILABLE) {
                unavailable++;
            } else {
                refused++;
            }
        }

        private void removeOldest() {
            C oldest = shown.poll();
            if (oldest != null) {
                traffic.remove(oldest);
                removed++;
            }
        }
    }

    /** One that the gate may not know of yet, and when it was there at the latest. */
    private record Issue<C>(C credential, long issuedBy) {}
}
