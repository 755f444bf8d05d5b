package io.tallygate.quota;

import io.tallygate.model.RequestId;
import io.tallygate.quota.MarkFile.State;
import io.tallygate.quota.ledger.Answer;
import io.tallygate.quota.ledger.Batch;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.spi.TimeSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * A claimed state directory: who lives in it, the present life, and those before it that are kept. Changed by one thread
 * at a time, the flusher's; read by any; closed by any.
 *
 * <p>Closing does not wait for a ledger that does not answer. When it answers at last, the directory may be another
 * meter's, so whatever changes a file here is done under this object's lock and refused once it is closed.
 */
final class StateDirectory implements Closeable {
    private final StateDisk disk;
    private final StateDisk.Claim claim;
    private final StateDisk.Place place;
    private final RandomGenerator random;
    private final Alarms alarms;
    private final TimeSource time;
    private final List<LifeChains> earlier = new CopyOnWriteArrayList<>();
    private final boolean proven;
    private volatile EdgeFile edge;
    private volatile LifeChains present;
    private boolean unreadable;
    private boolean closed;

    private StateDirectory(
            StateDisk disk, StateDisk.Claim claim, RandomGenerator random, Alarms alarms, TimeSource time)
            throws IOException {
        this.disk = disk;
        this.claim = claim;
        this.random = random;
        this.alarms = alarms;
        this.time = time;
        this.place = disk.place();
        EdgeFile before = before();
        this.proven = before.registered() && place.proves(before.place());
        this.edge = before;
        edge.store(disk);
        try {
            findEarlier(time.nanos());
            askAboutEnded();
            this.present = begin();
        } catch (IOException | RuntimeException e) {
            closeEarlier();
            throw e;
        }
    }

    /**
     * Claims the directory and begins a new life in it.
     *
     * @throws IllegalStateException when it is in use, or holds an identity that cannot be read
     */
    static StateDirectory open(StateDisk disk, RandomGenerator random, Alarms alarms, TimeSource time) {
        try {
            StateDisk.Claim claim = disk.claim();
            try {
                return new StateDirectory(disk, claim, random, alarms, time);
            } catch (IOException | RuntimeException e) {
                claim.close();
                throw e;
            }
        } catch (UnreadableStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + "; nothing was changed. To begin as a new edge move the"
                            + " directory away; what it counted and had not sent stays in it",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("state directory " + disk.name() + " cannot be used: " + e, e);
        }
    }

    /** Who lived here before, or somebody new. */
    private EdgeFile before() throws IOException {
        EdgeFile before;
        try {
            before = EdgeFile.load(disk);
        } catch (NoSuchFileException e) {
            return EdgeFile.fresh(EdgeId.random(random), place);
        }
        if (place.sameDirectory(before.place())) {
            return before;
        }
        alarms.raise(
                "state-directory-copied",
                "state directory " + disk.name() + " is a copy of another one, or was"
                        + " moved to another volume: this is a new edge. If the other one is gone, retire edge "
                        + before.edge()
                        + "; what it had not sent is left alone here");
        return EdgeFile.fresh(EdgeId.random(random), place);
    }

    private void findEarlier(long nanos) throws IOException {
        List<String> files = disk.list();
        for (long incarnation : LifeLog.incarnations(files)) {
            try {
                adopt(incarnation, LifeLog.parts(files, incarnation), nanos);
            } catch (UnreadableStateException e) {
                leaveAlone(incarnation, String.valueOf(e.getMessage()));
            }
        }
    }

    private void adopt(long incarnation, List<String> parts, long nanos) throws IOException {
        if (!parts.contains("marks") || isUnborn(incarnation, parts)) {
            adoptUnborn(incarnation, parts);
            return;
        }
        String name = disk.name() + "/" + LifeLog.marksName(incarnation);
        MarkFile marks = MarkFile.open(disk, LifeLog.marksName(incarnation));
        boolean kept = false;
        try {
            MarkFile.Content content = marks.read(name);
            if (content.header().incarnation() != incarnation) {
                throw new UnreadableStateException(name, "is the file of another life");
            }
            if (!edge.owns(content.header().edge())) {
                alarms.raise(
                        "foreign-life",
                        name,
                        name + " is of edge " + content.header().edge()
                                + ", whose directory this is not; it is left alone");
            } else if (content.state() == State.ENDED && parts.size() < 3) {
                LifeLog.delete(disk, incarnation);
            } else if (parts.size() < 3) {
                throw new UnreadableStateException(name, "has no counters and keys beside it: only " + parts);
            } else {
                LifeLog log = LifeLog.open(disk, incarnation, what -> alarms.raise("state-damaged", what, what));
                earlier.add(new LifeChains(log, marks, content, nanos));
                kept = true;
            }
        } finally {
            if (!kept) {
                marks.close();
            }
        }
    }

    /** The power went before the first marks were on the disk, and so before anything was counted. */
    private boolean isUnborn(long incarnation, List<String> parts) throws IOException {
        return MarkFile.unwritten(disk, LifeLog.marksName(incarnation)) && units(incarnation, parts) == 0;
    }

    private long units(long incarnation, List<String> parts) throws IOException {
        return parts.contains("counters") ? LifeLog.unitsIn(disk, incarnation) : 0;
    }

    /** The marks are made last and deleted last: a life without them has not begun to count. */
    private void adoptUnborn(long incarnation, List<String> parts) throws IOException {
        long units = units(incarnation, parts);
        if (units == 0) {
            LifeLog.delete(disk, incarnation);
        } else {
            leaveAlone(
                    incarnation,
                    disk.name() + "/" + LifeLog.marksName(incarnation) + " is missing; " + units
                            + " units were counted in that life");
        }
    }

    private void leaveAlone(long incarnation, String why) {
        unreadable = true;
        alarms.raise(
                "state-unreadable",
                LifeLog.name(incarnation),
                why + ". The life is left alone and this edge closes"
                        + " no window while its files are here; restore them, or move them away to give its units up");
    }

    /**
     * The ledger may have been restored while nobody lived here. What it lost was the last: so in each partition it is
     * enough to ask about the last life that was ever heard there.
     */
    private void askAboutEnded() {
        long partitions = -1;
        List<LifeChains> youngestFirst = new ArrayList<>(earlier);
        youngestFirst.sort(Comparator.comparingLong(LifeChains::begunAt).reversed());
        for (LifeChains life : youngestFirst) {
            partitions &= ~life.ask(life.state() == State.DISPUTED ? 0 : partitions);
        }
    }

    private LifeChains begin() throws IOException {
        long incarnation = random.nextLong() & RequestId.INCARNATION_MASK;
        return LifeChains.begin(disk, place, edge.edge(), incarnation, time);
    }

    /** Lets a new life follow the present one, which is kept among the earlier. */
    synchronized LifeChains next(boolean asNewEdge) throws IOException {
        requireOpen();
        // An attempt that failed half way may have found the new name already.
        if (asNewEdge && present.edge().equals(edge.edge())) {
            change(edge.renamed(EdgeId.random(random)));
        }
        LifeChains before = present;
        LifeChains next = begin();
        before.replaced();
        earlier.add(before);
        present = next;
        return next;
    }

    /** Puts down who lives here, forced. */
    synchronized void change(EdgeFile next) throws IOException {
        requireOpen();
        if (!next.equals(edge)) {
            next.store(disk);
            edge = next;
        }
    }

    /** {@link LifeChains#save} in a directory that is still ours. */
    synchronized void save(LifeChains life) throws IOException {
        requireOpen();
        life.save();
    }

    /** {@link LifeChains#become} in a directory that is still ours. */
    synchronized void become(LifeChains life, State state) throws IOException {
        requireOpen();
        life.become(state, time.epochMillis());
    }

    /** {@link LifeChains#obey} in a directory that is still ours: acknowledged values stand in its files. */
    synchronized Set<Chain.Verdict> obey(LifeChains life, List<Batch> batches, List<Answer> answers)
            throws IOException {
        requireOpen();
        return life.obey(batches, answers, time.nanos());
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    EdgeFile edge() {
        return edge;
    }

    LifeChains present() {
        return present;
    }

    /** All lives before the present one whose files are kept and can be read. */
    List<LifeChains> earlier() {
        return earlier;
    }

    /** What earlier lives have counted under that key, as far as their files are kept. */
    long countedBefore(CounterKey key) {
        long net = 0;
        for (LifeChains life : earlier) {
            Line line = life.log().find(key);
            net += line == null ? 0 : line.net();
        }
        return net;
    }

    /** The present life and the kept ones before it, those in dispute apart. */
    List<LifeChains> sendable() {
        List<LifeChains> lives = new ArrayList<>();
        for (LifeChains life : earlier) {
            if (life.state() != State.DISPUTED) {
                lives.add(life);
            }
        }
        lives.add(present);
        return lives;
    }

    /** Whether requests may be counted before the ledger was asked: rule 8. */
    boolean proven() {
        return proven;
    }

    /** Whether there are files of this edge that cannot be read. */
    boolean unreadable() {
        return unreadable;
    }

    StateDisk.Place place() {
        return place;
    }

    /** Deletes the files of an earlier life. */
    synchronized void forget(LifeChains life) throws IOException {
        requireOpen();
        earlier.remove(life);
        life.close();
        LifeLog.delete(disk, life.log().incarnation());
    }

    /** Closes all files and gives the directory back. What was mapped stays usable until nobody holds it. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try (claim;
                LifeChains last = present) {
            closeEarlier();
        }
    }

    private void closeEarlier() throws IOException {
        for (LifeChains life : earlier) {
            life.close();
        }
    }
}
