package io.tallygate.quota;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.Window;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line that a request counts on: the present life's, in a window that is not closed. Thread-safe. Requests
 * come here once for each session, meter and window; after that they count on their line alone, and come back when it
 * is frozen or full.
 *
 * <p>One lock stands between opening lines and barring them, so that no line is opened for a window after the lines of
 * that window were frozen, or in a life after its lines were.
 */
final class Counting {
    private static final int ATTEMPTS = 8;

    private final StateDirectory directory;
    private final Alarms alarms;
    private final AtomicLong refused = new AtomicLong();
    private LifeLog log;
    private volatile long closedTo;
    private volatile boolean open;
    private volatile boolean exhausted;
    private boolean finished;

    /** Refunds may open lines before the life is registered, since they are adjustments; but not after its end. */
    private boolean stopped;

    /** Counts in the present life of that directory. */
    Counting(StateDirectory directory, Alarms alarms) {
        this.directory = directory;
        this.log = directory.present().log();
        this.closedTo = directory.edge().closedTo();
        this.alarms = alarms;
    }

    /** Whether requests may be counted. */
    boolean open() {
        return open;
    }

    synchronized void resume() {
        open = !finished;
        stopped = finished;
    }

    /** Nothing is counted any more. */
    synchronized void finish() {
        finished = true;
        stop();
    }

    /** Nothing is counted until {@link #resume}: all lines are frozen. */
    synchronized void stop() {
        open = false;
        stopped = true;
        log.freezeAll();
    }

    /** Goes on in another life; the lines of the one before are frozen. */
    synchronized void goOnIn(LifeLog next, boolean mayCount) {
        LifeLog before = log;
        log = next;
        open = mayCount && !finished;
        stopped = finished;
        exhausted = false;
        before.freezeAll();
    }

    /** Opens no line for windows that end by then any more, and freezes those there are. */
    synchronized void close(long epochMillis) {
        if (epochMillis > closedTo) {
            closedTo = epochMillis;
        }
        log.freezeEndedBy(closedTo);
    }

    /** Whether the present life has no lines left. */
    boolean exhausted() {
        return exhausted;
    }

    /** How many charges found no line. */
    long refused() {
        return refused.get();
    }

    /**
     * The line for a request at that time, which is not frozen now.
     *
     * @param unfit a line that was tried and cannot take the units, or null
     * @return null when there is none; the reason was told
     */
    @Nullable
    Line line(AccountId account, String meter, Plan plan, long epochMillis, @Nullable Line unfit) {
        try {
            return unfrozen(() -> tryLine(account, meter, plan, epochMillis, unfit));
        } catch (IllegalArgumentException | DateTimeException e) {
            alarms.raise(
                    "clock-impossible",
                    "a request at " + epochMillis + " ms has no billing window: " + e.getMessage()
                            + ". Check the clock of this machine");
            refused.incrementAndGet();
            return null;
        }
    }

    /**
     * The line that uses are counted on, which is not frozen now. It knows what earlier lives have counted.
     *
     * @param until when the grant ends
     * @return null when there is none; the reason was told
     */
    @Nullable
    Line usesLine(CounterKey key, long until) {
        return unfrozen(() -> openForUses(key, until));
    }

    private interface Opening {
        @Nullable
        Line open() throws IOException;
    }

    private @Nullable Line unfrozen(Opening opening) {
        try {
            for (int i = 0; i < ATTEMPTS && open; i++) {
                Line line = opening.open();
                if (line != null && !line.frozen()) {
                    return line;
                }
            }
        } catch (IOException e) {
            exhausted |= e instanceof LinesExhaustedException;
            alarms.raise(
                    "state-disk",
                    "a counter cannot be opened, requests are refused: " + e + ". Make room in the state directory");
        }
        refused.incrementAndGet();
        return null;
    }

    /** Under the lock, so that the life before has counted its last. */
    private synchronized @Nullable Line openForUses(CounterKey key, long until) throws IOException {
        Line line = open(key, null);
        if (line != null) {
            line.before(directory.countedBefore(key));
            line.neededUntil(until);
        }
        return line;
    }

    private @Nullable Line tryLine(AccountId account, String meter, Plan plan, long epochMillis, @Nullable Line unfit)
            throws IOException {
        long moment = Math.max(epochMillis, closedTo);
        Window window = plan.calendar().windowAt(moment);
        if (moment > epochMillis && window.start().toEpochMilli() > epochMillis) {
            alarms.raise(
                    "clock-behind",
                    "the wall clock shows " + Instant.ofEpochMilli(epochMillis) + ", but windows are"
                            + " closed to " + Instant.ofEpochMilli(moment)
                            + " already: units are counted in the window of that"
                            + " moment. Check the clock of this machine");
        }
        return open(new CounterKey(account, meter, window, plan.name(), plan.version(), false), unfit);
    }

    private synchronized @Nullable Line open(CounterKey key, @Nullable Line unfit) throws IOException {
        boolean barred = key.late() ? stopped : !open || key.window().end().toEpochMilli() <= closedTo;
        return barred ? null : log.open(key, unfit);
    }

    /** Gives units back that were counted on that line; as an adjustment once the line is frozen. */
    void refund(Line line, int units) {
        if (line.refund(units)) {
            return;
        }
        CounterKey key = line.key();
        CounterKey late = new CounterKey(key.account(), key.meter(), key.window(), key.plan(), key.planVersion(), true);
        try {
            @Nullable Line unfit = null;
            for (int i = 0; i < ATTEMPTS; i++) {
                Line adjustment = open(late, unfit);
                if (adjustment != null && adjustment.refund(units)) {
                    return;
                }
                unfit = adjustment != null && !adjustment.frozen() ? adjustment : null;
            }
            alarms.raise(
                    "refund-lost", "a refund came when the meter was closed or its life disputed; it is not credited");
        } catch (IOException e) {
            alarms.raise("refund-lost", "a refund cannot be put down, it is not credited: " + e);
        }
    }
}
