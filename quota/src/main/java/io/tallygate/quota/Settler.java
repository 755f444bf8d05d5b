package io.tallygate.quota;

import io.tallygate.quota.MarkFile.State;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerUnavailableException;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Standing;
import io.tallygate.quota.ledger.Welcome;
import io.tallygate.spi.TimeSource;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Settles the counts of an edge with the ledger, by the rules of the module's {@code DESIGN.md}. One round does all that
 * can be done now. Used by one thread at a time; throws when the round could not be finished, and the next one goes on
 * from where it was.
 */
final class Settler {
    /** A bound on what one round may do, far beyond what it ever needs: a ledger cannot keep it busy for ever. */
    private static final int MOST_FLUSHES = 4_096;

    private static final int MOST_REPEATS = 64;
    private static final int NOT_ASKED = -1;

    private final StateDirectory directory;
    private final Counting counting;
    private final Ledger ledger;
    private final Calendars calendars;
    private final MeterSettings settings;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Alarms alarms;
    private final Recovery recovery;
    private final Succession succession;
    private final Endings endings;
    private volatile boolean welcome;

    /**
     * How many recoveries had begun when the ledger was asked about all that is kept, and had all of it; not since
     * windows were closed last.
     */
    private int asked = NOT_ASKED;

    Settler(
            StateDirectory directory,
            Counting counting,
            Recovery recovery,
            MeterSettings settings,
            TimeSource time,
            RandomGenerator random,
            Alarms alarms) {
        this.directory = directory;
        this.counting = counting;
        this.ledger = settings.ledger;
        this.recovery = recovery;
        this.succession = new Succession(directory, counting, alarms);
        this.endings = new Endings(directory, settings);
        this.calendars = new Calendars(settings.plans);
        this.settings = settings;
        this.time = time;
        this.random = random;
        this.alarms = alarms;
    }

    /** Whether the ledger knows the present life. */
    boolean welcome() {
        return welcome;
    }

    /**
     * Does what there is to do.
     *
     * @return whether all that was counted before was acknowledged
     * @throws LedgerUnavailableException when the ledger cannot be asked
     * @throws IOException when the state directory fails
     */
    boolean round() throws IOException {
        boolean all;
        int before;
        int repeats = 0;
        do {
            before = recovery.begun();
            all = once();
            repeats++;
        } while (before != recovery.begun() && repeats < MOST_REPEATS);
        return all && before == recovery.begun();
    }

    private boolean once() throws IOException {
        succeed();
        boolean all = settleEarlier();
        register();
        recovery.tellOwed();
        IOException unwritten = closeWindows();
        all &= settlePresent();
        if (succession.due()) {
            succeed();
            register();
            settleEarlier();
            all = false;
        }
        endings.tellDisputes();
        recovery.tellRecovered();
        endings.tellEnds();
        if (recovery.underWay() == 0) {
            endings.deleteEndedBefore(time.epochMillis() - settings.keepEndedLives.toMillis());
        }
        if (all && welcome) {
            succession.leaveClosedLinesBehind();
        }
        // Last, because a full disk is no reason not to send.
        if (unwritten != null) {
            throw unwritten;
        }
        directory.present().log().takeRoomAhead();
        return all;
    }

    /** The last round of a life: what it counted, and that it is over. Nothing counts any more. */
    boolean lastRound() throws IOException {
        boolean all = round() && directory.present().settled();
        if (all && welcome) {
            endings.tellCleanClose();
        }
        return all;
    }

    private Life life(LifeChains of) {
        return of.life(settings.label);
    }

    private void succeed() throws IOException {
        if (succession.succeed()) {
            welcome = false;
            asked = NOT_ASKED;
        }
    }

    /** Rule 8. The counts of a life whose place is proven may be older than this. */
    private void register() throws IOException {
        if (welcome) {
            return;
        }
        LifeChains present = directory.present();
        Welcome answer = introduce(present);
        if (answer.standing() == Standing.RETIRED) {
            succession.retired(present);
            succeed();
            answer = introduce(directory.present());
        }
        if (answer.standing() != Standing.KNOWN) {
            throw new LedgerUnavailableException("the ledger refuses to register this edge: " + answer.standing());
        }
        directory.present().registered(true);
        welcomed(answer);
    }

    private void welcomed(Welcome answer) throws IOException {
        EdgeFile edge = directory.edge().closedTo(millis(answer.floor()));
        counting.close(edge.closedTo());
        directory.change(edge.registered(directory.place(), answer.recovery()));
        welcome = true;
        counting.resume();
        recovery.report(answer.recovery());
    }

    private static long millis(Instant instant) {
        return instant.isBefore(Instant.EPOCH) ? EdgeFile.NEVER : instant.toEpochMilli();
    }

    /** Sends what earlier lives left behind. Returns whether nothing is left of it. */
    private boolean settleEarlier() throws IOException {
        boolean all = true;
        for (LifeChains life : directory.earlier()) {
            boolean ended = life.state() == State.ENDED && !life.asks() && life.settled();
            if (life.state() != State.DISPUTED && !ended) {
                all &= trySettle(life);
            }
        }
        return all;
    }

    /**
     * Sends what the present life has to say; its word about windows last, because what the ledger joins after that is
     * an adjustment. A ledger that went back to before an earlier life's last batch, but after this life's, shows it to
     * nobody who does not ask about the earlier one. So before the word each chain speaks once, and then the ledger is
     * asked about every chain of every life that is kept: it has not gone back behind either, or it says so.
     */
    private boolean settlePresent() throws IOException {
        LifeChains present = directory.present();
        boolean all = settle(present);
        if (asked() || !welcome || succession.due()) {
            return all;
        }
        int before = recovery.begun();
        List<LifeChains> earlier = directory.earlier().stream()
                .filter(it -> it.state() != State.DISPUTED)
                .toList();
        if (!earlier.isEmpty()) {
            earlier.forEach(LifeChains::askAboutAll);
            all &= settleEarlier();
        }
        boolean answered = before == recovery.begun()
                && earlier.stream().allMatch(LifeChains::answered)
                && (earlier.isEmpty() || present.begunEverywhere());
        asked = answered ? before : NOT_ASKED;
        return all & settle(present);
    }

    private boolean asked() {
        return asked == recovery.begun();
    }

    /** A life that the ledger does not accept must not keep the others from being settled. */
    private boolean trySettle(LifeChains life) throws IOException {
        try {
            return settle(life);
        } catch (IllegalArgumentException | IllegalStateException e) {
            alarms.raise(
                    "life-refused",
                    life.log().toString(),
                    "the ledger does not accept what " + LifeLog.name(life.log().incarnation()) + " has to send: "
                            + e.getMessage());
            return false;
        }
    }

    /** Sends what a life has to say. Returns whether all of it was taken. */
    private boolean settle(LifeChains life) throws IOException {
        for (int i = 0; i < MOST_FLUSHES && life.state() != State.DISPUTED; i++) {
            List<Batch> batches = life.seal(occasion(life));
            boolean all = life.allSealed();
            int before = recovery.begun();
            if (batches.isEmpty()) {
                return all;
            }
            directory.save(life);
            FlushReply reply = ledger.flush(new Flush(life(life), batches));
            if (reply.standing() == Standing.UNKNOWN) {
                unknown(life);
            } else if (!obey(life, batches, reply)) {
                return false;
            } else if (all && before == recovery.begun()) {
                return life.state() != State.DISPUTED;
            }
        }
        return false;
    }

    private LifeChains.Occasion occasion(LifeChains life) {
        boolean present = life == directory.present();
        return new LifeChains.Occasion(
                time.nanos(),
                settings.heartbeat.toNanos(),
                present ? word() : null,
                present && !asked() && !directory.earlier().isEmpty(),
                random);
    }

    /** Until when this edge has closed its windows, when it may say so. */
    private @Nullable Instant word() {
        long closedTo = directory.edge().closedTo();
        boolean earlierSettled =
                directory.earlier().stream().allMatch(it -> it.state() == State.DISPUTED || it.settled());
        return !asked()
                        || recovery.underWay() != 0
                        || closedTo == EdgeFile.NEVER
                        || directory.unreadable()
                        || !earlierSettled
                        || succession.due()
                ? null
                : Instant.ofEpochMilli(closedTo);
    }

    /** The ledger does not know the life. If it once did, it went back (rule 4): then it is told before all else. */
    private void unknown(LifeChains life) throws IOException {
        if (life.registered()) {
            recovery.tellWentBack(life);
        }
        introduce(life);
        life.registered(true);
    }

    /** A ledger that has forgotten this edge must not take it for a new one. */
    private Welcome introduce(LifeChains life) {
        return directory.edge().wasRegistered(life.edge()) ? ledger.resume(life(life)) : ledger.register(life(life));
    }

    /** Obeys a reply. Returns whether the ledger took something. */
    private boolean obey(LifeChains life, List<Batch> batches, FlushReply reply) throws IOException {
        if (reply.answers().size() != batches.size()) {
            throw new LedgerUnavailableException(
                    "the ledger gave " + reply.answers().size() + " answers to " + batches.size() + " batches");
        }
        life.registered(true);
        Set<Chain.Verdict> verdicts = directory.obey(life, batches, reply.answers());
        if (verdicts.contains(Chain.Verdict.WENT_BACK)) {
            recovery.putDown();
        }
        if (verdicts.contains(Chain.Verdict.DISPUTED)) {
            succession.disputed(life);
            return false;
        }
        if (verdicts.contains(Chain.Verdict.WENT_BACK)) {
            recovery.tellWentBack(life);
        } else {
            recovery.report(reply.recovery());
        }
        if (reply.standing() == Standing.RETIRED && life == directory.present()) {
            succession.retired(life);
        }
        if (verdicts.contains(Chain.Verdict.QUARANTINED)) {
            succession.quarantined(life);
        }
        return verdicts.contains(Chain.Verdict.TAKEN)
                || verdicts.contains(Chain.Verdict.WENT_BACK)
                || verdicts.contains(Chain.Verdict.QUARANTINED);
    }

    /**
     * Rule 7: when a boundary or an hour has passed, windows are barred and frozen, and only then is it put down. Returns
     * why it could not be put down, or null: no word is said then, but what was counted is sent.
     */
    private @Nullable IOException closeWindows() {
        long moment = time.epochMillis() - settings.grace.toMillis();
        if (!calendars.due(directory.edge().closedTo(), moment)) {
            return null;
        }
        counting.close(moment);
        try {
            directory.change(directory.edge().closedTo(moment));
            asked = NOT_ASKED;
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
