package io.tallygate.quota;

import io.tallygate.quota.MarkFile.State;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Life;
import io.tallygate.quota.ledger.Partitions;
import io.tallygate.spi.TimeSource;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One life as it is told to the ledger: its counters, its 64 chains and the mark file that remembers them. Used by one
 * thread at a time, the flusher's.
 */
final class LifeChains implements Closeable {
    private final LifeLog log;
    private final MarkFile file;
    private final StateHeader header;
    private final StateDisk.Place place;
    private final Chain[] chains = new Chain[Partitions.COUNT];
    private State state;
    private boolean registered;
    private final long begunAt;
    private long endedAt;
    private boolean unsaved;
    private boolean allSealed;
    private boolean replaced;
    private boolean reported;
    private long toAsk;
    private int toSendAgain;

    LifeChains(LifeLog log, MarkFile file, MarkFile.Content content, long nanos) {
        this.log = log;
        this.file = file;
        this.header = content.header();
        this.place = content.place();
        this.state = content.state();
        this.registered = content.registered();
        this.begunAt = content.begunAt();
        this.endedAt = content.endedAt();
        this.reported = state == State.ENDED;
        for (int i = 0; i < chains.length; i++) {
            chains[i] = new Chain(i, content.chains()[i], nanos);
        }
        // What such a chain's last batch brought may be acknowledged in the lines but not in the marks: words and marks
        // are not one write. A ledger restored to before that batch would seem to fit, so its word is not taken.
        log.forgetAcknowledged(partition -> chains[partition].inDoubt());
    }

    /** A new life. */
    static LifeChains begin(StateDisk disk, StateDisk.Place place, EdgeId edge, long incarnation, TimeSource time)
            throws IOException {
        try {
            return begin(disk, place, LifeLog.create(disk, incarnation, edge), edge, time);
        } catch (IOException | RuntimeException e) {
            forget(disk, incarnation, e);
            throw e;
        }
    }

    /** A disk that is too full for a life must not be filled further by each attempt to begin one. */
    private static void forget(StateDisk disk, long incarnation, Exception why) {
        try {
            LifeLog.delete(disk, incarnation);
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    private static LifeChains begin(StateDisk disk, StateDisk.Place place, LifeLog log, EdgeId edge, TimeSource time)
            throws IOException {
        long incarnation = log.incarnation();
        try {
            MarkFile.Chained[] none = new MarkFile.Chained[Partitions.COUNT];
            Arrays.fill(none, MarkFile.Chained.NONE);
            StateHeader header = new StateHeader(StateHeader.Kind.MARKS, incarnation, edge);
            MarkFile.Content content =
                    new MarkFile.Content(header, State.OPEN, false, time.epochMillis(), 0, place, none);
            MarkFile file = MarkFile.create(disk, LifeLog.marksName(incarnation), content);
            return new LifeChains(log, file, content, time.nanos());
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    LifeLog log() {
        return log;
    }

    EdgeId edge() {
        return header.edge();
    }

    Life life(String label) {
        return new Life(header.edge(), label, header.incarnation());
    }

    State state() {
        return state;
    }

    /** Whether the ledger was seen to know this life. */
    boolean registered() {
        return registered;
    }

    void registered(boolean known) {
        unsaved |= registered != known;
        registered = known;
    }

    /** Whether the ledger has heard the last news of the life's {@link #state()}. */
    boolean reported() {
        return reported;
    }

    void reported(boolean told) {
        reported = told;
    }

    /** Another life of this process has taken its place: nothing counts here any more. */
    void replaced() {
        replaced = true;
    }

    /**
     * When and what to say.
     *
     * @param nanos elapsed time now
     * @param heartbeat how long a chain may be silent, in nanoseconds
     * @param word until when windows are closed, or null when that cannot be said
     * @param begin whether chains that never spoke are to begin
     */
    record Occasion(long nanos, long heartbeat, @Nullable Instant word, boolean begin, RandomGenerator random) {}

    /** The batches to send now: those under way again, and what has changed since. {@link #save} before sending. */
    List<Batch> seal(Occasion occasion) {
        Changes changes = Changes.of(log, chains, Batch.MAX_VALUES);
        allSealed = changes.all();
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < chains.length; i++) {
            if (chains[i].inDoubt()) {
                unsaved |= chains[i].sealProbe(occasion.random());
                allSealed = false;
            } else if (chains[i].free()) {
                sealFree(i, changes, occasion);
            }
            Batch batch = chains[i].underWay();
            if (batch != null) {
                batches.add(batch);
            }
        }
        return batches;
    }

    private void sealFree(int partition, Changes changes, Occasion occasion) {
        Chain chain = chains[partition];
        List<Line> changed = changes.in(partition);
        Instant word = changes.cutOff(partition) ? null : occasion.word();
        boolean news = word != null && chain.saidMillis() < word.toEpochMilli();
        // A heartbeat says the word again: a ledger believes it only as far as its own clock has come.
        boolean heartbeat = beats(partition, occasion) || chain.ahead() || (occasion.begin() && !chain.begun());
        if (!changed.isEmpty() || news || heartbeat) {
            chain.seal(changed, news || heartbeat ? word : null, occasion.random());
            unsaved = true;
        }
    }

    /** An ended life is silent, but for chains that were to be asked about. */
    private boolean beats(int partition, Occasion occasion) {
        boolean asks = (toAsk & 1L << partition) != 0;
        toAsk &= ~(1L << partition);
        return asks || (state != State.ENDED && chains[partition].silentFor(occasion.heartbeat(), occasion.nanos()));
    }

    /**
     * Asks about each of these chains that the ledger ever knew whether it still does, by an empty batch.
     *
     * @param partitions a bit for each
     * @return those that are asked about
     */
    long ask(long partitions) {
        for (int i = 0; i < chains.length; i++) {
            if (chains[i].begun()) {
                toAsk |= partitions & 1L << i;
            }
        }
        return toAsk;
    }

    /** Asks about all chains that the ledger ever knew. */
    void askAboutAll() {
        ask(-1);
    }

    /** Whether nothing is under way or {@linkplain #ask asked}. */
    boolean answered() {
        return toAsk == 0 && Arrays.stream(chains).allMatch(Chain::free);
    }

    /** Whether the ledger has taken something of each chain. */
    boolean begunEverywhere() {
        return Arrays.stream(chains).allMatch(Chain::begun);
    }

    /** Whether there is something to {@link #ask}. */
    boolean asks() {
        return toAsk != 0;
    }

    /** When it began, in epoch milliseconds. */
    long begunAt() {
        return begunAt;
    }

    /** Whether the last {@link #seal} left nothing for later. */
    boolean allSealed() {
        return allSealed;
    }

    /** Forces the marks of all that was sealed. Nothing is sent before this returned. */
    void save() throws IOException {
        if (unsaved) {
            write();
        }
    }

    private void write() throws IOException {
        MarkFile.Chained[] marks = new MarkFile.Chained[chains.length];
        for (int i = 0; i < chains.length; i++) {
            marks[i] = chains[i].marks();
        }
        file.write(new MarkFile.Content(header, state, registered, begunAt, endedAt, place, marks));
        unsaved = false;
    }

    /** Obeys the answers, which are one for each batch. Returns all verdicts. */
    Set<Chain.Verdict> obey(List<Batch> batches, List<Answer> answers, long nanos) {
        Set<Chain.Verdict> verdicts = EnumSet.noneOf(Chain.Verdict.class);
        for (int i = 0; i < batches.size(); i++) {
            verdicts.add(chains[batches.get(i).partition()].obey(answers.get(i), nanos));
        }
        return verdicts;
    }

    /** The ledger lost what it knew: all is to be sent again. */
    void sendAllAgain() {
        log.forgetAcknowledged();
        toSendAgain = log.count();
        for (Chain chain : chains) {
            chain.forgetWord();
        }
        reported = false;
    }

    /** Whether all that {@link #sendAllAgain} asked for was acknowledged. */
    boolean allSentAgain() {
        for (int i = 0; i < toSendAgain; i++) {
            if (!log.at(i).acknowledgedSinceForgotten()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the ledger has all there is. Of a life that no longer counts, for good. */
    boolean settled() {
        for (Chain chain : chains) {
            if (!chain.free()) {
                return false;
            }
        }
        return !log.changed();
    }

    /** What proves that the life is over, or null. */
    @Nullable
    EndProof proof(StateDisk.Place now) {
        if (state == State.CLOSED || state == State.ENDED || replaced) {
            return EndProof.CLEAN_CLOSE;
        }
        return now.proves(place) ? EndProof.SAME_BOOT : null;
    }

    /** Puts down how far the life has come. */
    void become(State next, long epochMillis) throws IOException {
        state = next;
        endedAt = next == State.ENDED ? epochMillis : 0;
        write();
    }

    /** Whether it ended so long ago. */
    boolean endedBefore(long epochMillis) {
        return state == State.ENDED && reported && endedAt < epochMillis;
    }

    @Override
    public void close() throws IOException {
        try (log) {
            file.close();
        }
    }
}
