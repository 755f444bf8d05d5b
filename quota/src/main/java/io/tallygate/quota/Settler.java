package io.tallygate.quota;

import io.tallygate.quota.MarkFile.State;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.FlushReply;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.LedgerUnavailableException;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Standing;
import io.tallygate.quota.ledger.Welcome;
import io.tallygate.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
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

    private final StateDirectory directory;
    private final Counting counting;
    private final Ledger ledger;
    private final Calendars calendars;
    private final MeterSettings settings;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Alarms alarms;
    private volatile boolean welcome;
    private volatile long recovering;
    private Succession succession = Succession.NONE;
    private int recoveries;

    /** Whether the ledger was asked about all that is kept since windows were closed last, and has all of it. */
    private boolean asked;

    Settler(
            StateDirectory directory,
            Counting counting,
            MeterSettings settings,
            TimeSource time,
            RandomGenerator random,
            Alarms alarms) {
        this.directory = directory;
        this.counting = counting;
        this.ledger = settings.ledger;
        this.calendars = new Calendars(settings.plans);
        this.settings = settings;
        this.time = time;
        this.random = random;
        this.alarms = alarms;
    }

    /** Whether the present life must be followed by another, and whose. */
    private enum Succession {
        NONE,
        SAME_EDGE,
        NEW_EDGE
    }

    /** Whether the ledger knows the present life. */
    boolean welcome() {
        return welcome;
    }

    /** The recovery that is under way here, or 0. */
    long recovering() {
        return recovering;
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
            before = recoveries;
            all = once();
            repeats++;
        } while (before != recoveries && repeats < MOST_REPEATS);
        return all && before == recoveries;
    }

    private boolean once() throws IOException {
        succeed();
        boolean all = settleEarlier();
        register();
        tellWentBack();
        closeWindows();
        all &= settlePresent();
        if (succession != Succession.NONE) {
            succeed();
            register();
            settleEarlier();
            all = false;
        }
        tellDisputes();
        tellRecovered();
        tellEnds();
        deleteExpired();
        leaveClosedLinesBehind(all);
        // Last, because a full disk is no reason not to send.
        directory.present().log().takeRoomAhead();
        return all;
    }

    /** The last round of a life: what it counted, and that it is over. Nothing counts any more. */
    boolean lastRound() throws IOException {
        boolean all = round() && directory.present().settled();
        LifeChains present = directory.present();
        if (all && welcome) {
            directory.become(present, State.CLOSED);
            ledger.ended(life(present), EndProof.CLEAN_CLOSE);
            present.reported(true);
            directory.become(present, State.ENDED);
        }
        return all;
    }

    private Life life(LifeChains of) {
        return of.life(settings.label);
    }

    private void succeed() throws IOException {
        if (counting.exhausted() && succession == Succession.NONE) {
            succession = Succession.SAME_EDGE;
        }
        if (succession != Succession.NONE) {
            LifeChains next = directory.next(succession == Succession.NEW_EDGE);
            succession = Succession.NONE;
            welcome = false;
            asked = false;
            counting.goOnIn(next.log(), directory.edge().registered());
        }
    }

    /** Rule 8. The counts of a life whose place is proven may be older than this. */
    private void register() throws IOException {
        if (welcome) {
            return;
        }
        LifeChains present = directory.present();
        Welcome answer = ledger.register(life(present));
        if (answer.standing() == Standing.RETIRED) {
            retired(present);
            succeed();
            answer = ledger.register(life(directory.present()));
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
        report(answer.recovery());
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
        if (asked || !welcome || succession != Succession.NONE) {
            return all;
        }
        int before = recoveries;
        List<LifeChains> earlier = directory.earlier().stream()
                .filter(it -> it.state() != State.DISPUTED)
                .toList();
        if (!earlier.isEmpty()) {
            earlier.forEach(LifeChains::askAboutAll);
            all &= settleEarlier();
        }
        asked = before == recoveries
                && earlier.stream().allMatch(LifeChains::answered)
                && (earlier.isEmpty() || present.begunEverywhere());
        return all & settle(present);
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
            int before = recoveries;
            if (batches.isEmpty()) {
                return all;
            }
            directory.save(life);
            FlushReply reply = ledger.flush(new Flush(life(life), batches));
            if (reply.standing() == Standing.UNKNOWN) {
                unknown(life);
            } else if (!obey(life, batches, reply)) {
                return false;
            } else if (all && before == recoveries) {
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
                present && !asked && !directory.earlier().isEmpty(),
                random);
    }

    /** Until when this edge has closed its windows, when it may say so. */
    private @Nullable Instant word() {
        long closedTo = directory.edge().closedTo();
        boolean earlierSettled =
                directory.earlier().stream().allMatch(it -> it.state() == State.DISPUTED || it.settled());
        return !asked
                        || recovering != 0
                        || closedTo == EdgeFile.NEVER
                        || directory.unreadable()
                        || !earlierSettled
                        || succession != Succession.NONE
                ? null
                : Instant.ofEpochMilli(closedTo);
    }

    /** The ledger does not know the life. If it once did, it went back (rule 4): then it is told before all else. */
    private void unknown(LifeChains life) throws IOException {
        if (life.registered()) {
            recover(ledger.wentBack(life(life)));
        }
        ledger.register(life(life));
        life.registered(true);
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
            // The chain fits now, so this is the only notice there will be: it is put down before all else.
            directory.change(directory.edge().recovered(EdgeFile.OWED));
            recovering = 0;
        }
        if (verdicts.contains(Chain.Verdict.DISPUTED)) {
            disputed(life);
            return false;
        }
        if (verdicts.contains(Chain.Verdict.WENT_BACK)) {
            recover(ledger.wentBack(life(life)));
        } else {
            report(reply.recovery());
        }
        if (reply.standing() == Standing.RETIRED && life == directory.present()) {
            retired(life);
        }
        if (verdicts.contains(Chain.Verdict.QUARANTINED)) {
            quarantined(life);
        }
        return verdicts.contains(Chain.Verdict.TAKEN)
                || verdicts.contains(Chain.Verdict.WENT_BACK)
                || verdicts.contains(Chain.Verdict.QUARANTINED);
    }

    /** Heals for a recovery that the ledger has no report of from this edge; 0 when there is none. */
    private void report(long recovery) {
        if (recovery != 0 && recovery != recovering) {
            recover(recovery);
        }
    }

    /** A notice that could not be given, perhaps by a process before this one. */
    private void tellWentBack() {
        if (directory.edge().recovery() == EdgeFile.OWED && recovering == 0) {
            recover(ledger.wentBack(life(directory.present())));
        }
    }

    /** Rule 4: everything of every kept file is sent again. */
    private void recover(long recovery) {
        recovering = recovery;
        asked = false;
        recoveries++;
        directory.sendable().forEach(LifeChains::sendAllAgain);
        alarms.raise(
                "ledger-went-back",
                "recovery " + recovery,
                "the ledger has lost some of what it had acknowledged"
                        + " (recovery " + recovery
                        + "); this edge sends all it keeps again. Confirm the list of edges to the"
                        + " ledger when all have reported");
    }

    /** Rule 5: the life is frozen where it is, for the operator. The present one is followed under another identity. */
    private void disputed(LifeChains life) throws IOException {
        if (life == directory.present()) {
            counting.stop();
            succession = Succession.NEW_EDGE;
        }
        directory.become(life, State.DISPUTED);
        life.reported(false);
        alarms.raise(
                "life-disputed",
                life.log().toString(),
                "another process lives the life of this edge ("
                        + LifeLog.name(life.log().incarnation()) + "): was its memory or disk cloned? Between "
                        + life.log().acknowledged() + " and " + life.log().counted()
                        + " units are billed; the rest waits for the"
                        + " operator in the state directory");
    }

    private void retired(LifeChains present) {
        succession = Succession.NEW_EDGE;
        alarms.raise(
                "edge-retired",
                present.edge().value(),
                "edge " + present.edge() + " was retired while it still"
                        + " served; it goes on as a new edge, and what it had not sent becomes an adjustment");
    }

    /** The life was ended by the operator while it counted, or the ledger takes exception to a counter. */
    private void quarantined(LifeChains life) {
        if (life == directory.present()) {
            succession = succession == Succession.NONE ? Succession.SAME_EDGE : succession;
        }
        alarms.raise(
                "units-quarantined",
                life.log().toString(),
                "the ledger has put units of life "
                        + LifeLog.name(life.log().incarnation())
                        + " into quarantine, because the life was ended or a counter"
                        + " was another account's before; see its health");
    }

    /** Rule 7: when a boundary or an hour has passed, windows are barred and frozen, and only then is it put down. */
    private void closeWindows() throws IOException {
        long moment = time.epochMillis() - settings.grace.toMillis();
        if (calendars.due(directory.edge().closedTo(), moment)) {
            // A disk too full to put the closing down must not keep back what was counted.
            settle(directory.present());
            counting.close(moment);
            directory.change(directory.edge().closedTo(moment));
            asked = false;
        }
    }

    /** A life goes on in a new one before the lines of windows gone by outgrow it; then its files expire like others. */
    private void leaveClosedLinesBehind(boolean allSent) {
        if (allSent
                && welcome
                && succession == Succession.NONE
                && directory.present().log().mostlyClosed()) {
            succession = Succession.SAME_EDGE;
        }
    }

    private void tellDisputes() {
        for (LifeChains life : directory.earlier()) {
            if (life.state() == State.DISPUTED && !life.reported()) {
                ledger.disputed(
                        life(life), life.log().acknowledged(), life.log().counted());
                life.reported(true);
            }
        }
    }

    private void tellRecovered() throws IOException {
        long recovery = recovering;
        if (recovery == 0 && directory.edge().recovery() == 0) {
            return;
        }
        if (recovery != 0 && directory.sendable().stream().allMatch(LifeChains::allSentAgain)) {
            Set<EdgeId> edges =
                    directory.sendable().stream().map(LifeChains::edge).collect(Collectors.toSet());
            edges.forEach(it -> ledger.recovered(it, recovery));
            directory.change(directory.edge().recovered(recovery));
            recovering = 0;
            alarms.clear("ledger-went-back", "recovery " + recovery);
        }
    }

    /** Rule 9. What ended before is said again to a ledger that has lost it. */
    private void tellEnds() throws IOException {
        for (LifeChains life : directory.earlier()) {
            EndProof proof = life.proof(directory.place());
            if (life.state() == State.DISPUTED || proof == null || !life.settled()) {
                continue;
            }
            if (!life.reported()) {
                ledger.ended(life(life), proof);
                life.reported(true);
            }
            if (life.state() != State.ENDED) {
                directory.become(life, State.ENDED);
            }
        }
    }

    private void deleteExpired() throws IOException {
        long horizon = time.epochMillis() - settings.keepEndedLives.toMillis();
        for (LifeChains life : directory.earlier()) {
            if (recovering == 0 && life.endedBefore(horizon)) {
                directory.forget(life);
            }
        }
    }

    /** How long until the next round after so many failures in a row: full jitter, so that edges do not come together. */
    Duration pause(int failures) {
        long period = settings.flushEvery.toNanos();
        if (failures == 0) {
            return Duration.ofNanos(period - period / 10 + random.nextLong(period / 5 + 1));
        }
        long longest = Math.max(period, Duration.ofMinutes(1).toNanos());
        long most = Math.min(longest, period << Math.min(failures, 10));
        return Duration.ofNanos(period / 10 + random.nextLong(most));
    }
}
