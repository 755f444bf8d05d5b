package io.tallygate.quota;

import io.tallygate.model.RequestId;
import io.tallygate.quota.ledger.CounterKey;
import io.tallygate.quota.ledger.EdgeId;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All counters of one life: its counter file and its key file as one. Thread-safe: lines are opened under this object's
 * lock, found without it, and counted on without it.
 */
final class LifeLog implements Closeable {
    private static final Pattern NAME = Pattern.compile("life-[0-9a-f]{15}\\.(counters|keys|marks)");
    private static final String PREFIX = "life-";
    private static final String COUNTERS = ".counters";
    private static final String KEYS = ".keys";
    private static final String MARKS = ".marks";
    private static final int MOST_LINES = RequestId.MAX_COUNTER + 1;

    /** So many lines that are over are worth a new life, if they are half of all. */
    private static final int MANY = 1 << 15;

    /** Room that is taken ahead of need, off the request's thread. */
    private static final int ROOM_AHEAD = 32;

    private final long incarnation;
    private final CounterFile counters;
    private final @Nullable KeyFile keys;
    private final Map<CounterKey, Line> byKey = new ConcurrentHashMap<>();
    private final int mostLines;
    private volatile Line[] lines = new Line[64];
    private volatile int count;
    private volatile int closed;
    private int next = 1;

    private LifeLog(long incarnation, CounterFile counters, @Nullable KeyFile keys, int mostLines) {
        this.incarnation = incarnation;
        this.counters = counters;
        this.keys = keys;
        this.mostLines = mostLines;
    }

    static String name(long incarnation) {
        return PREFIX + HexFormat.of().toHexDigits(incarnation, 15);
    }

    static String marksName(long incarnation) {
        return name(incarnation) + MARKS;
    }

    /** The lives that files of these names belong to, in order, each once. */
    static List<Long> incarnations(List<String> files) {
        return files.stream()
                .filter(it -> NAME.matcher(it).matches())
                .map(it -> HexFormat.fromHexDigitsToLong(it.substring(PREFIX.length(), PREFIX.length() + 15)))
                .distinct()
                .toList();
    }

    /** Begins the counters of a new life. */
    static LifeLog create(StateDisk disk, long incarnation, EdgeId edge) throws IOException {
        return create(disk, incarnation, edge, MOST_LINES);
    }

    static LifeLog create(StateDisk disk, long incarnation, EdgeId edge, int mostLines) throws IOException {
        CounterFile counters = CounterFile.create(disk, name(incarnation) + COUNTERS, incarnation, edge);
        try {
            KeyFile keys = KeyFile.create(disk, name(incarnation) + KEYS, incarnation, edge);
            return new LifeLog(incarnation, counters, keys, mostLines);
        } catch (IOException | RuntimeException e) {
            counters.close();
            throw e;
        }
    }

    /**
     * Reads the counters of an earlier life. No line will be added.
     *
     * @param damage is told in words what cannot be sent
     */
    static LifeLog open(StateDisk disk, long incarnation, Consumer<String> damage) throws IOException {
        CounterFile counters = CounterFile.open(disk, name(incarnation) + COUNTERS, incarnation);
        try {
            SortedMap<Integer, CounterKey> keys = KeyFile.read(disk, name(incarnation) + KEYS, incarnation);
            LifeLog log = new LifeLog(incarnation, counters, null, MOST_LINES);
            log.adopt(keys, disk.name() + "/" + name(incarnation), damage);
            return log;
        } catch (IOException | RuntimeException e) {
            counters.close();
            throw e;
        }
    }

    private void adopt(SortedMap<Integer, CounterKey> keys, String name, Consumer<String> damage) {
        int cutOff = 0;
        long orphaned = 0;
        for (int number = 1; number < counters.room(); number++) {
            CounterKey key = keys.get(number);
            if (key != null) {
                add(counters.line(incarnation, number, key));
            } else {
                orphaned += counters.unitsAt(number);
            }
        }
        for (int number : keys.keySet()) {
            cutOff += number >= counters.room() ? 1 : 0;
        }
        if (cutOff > 0) {
            damage.accept(
                    name + COUNTERS + " is cut off: " + cutOff + " counters are missing, their units are not billed");
        }
        if (orphaned > 0) {
            damage.accept(name + KEYS + " lost records: nobody can say whose the " + orphaned
                    + " units are that were counted there; they are not billed");
        }
    }

    long incarnation() {
        return incarnation;
    }

    /** How many lines there are. */
    int count() {
        return count;
    }

    @Nullable
    Line find(CounterKey key) {
        return byKey.get(key);
    }

    /**
     * The line of that key, opened if need be; another one when the present one is full.
     *
     * @throws IOException when the disk is full, or fails
     * @throws LinesExhaustedException when a life cannot have more lines
     */
    synchronized Line open(CounterKey key, @Nullable Line full) throws IOException {
        Line present = byKey.get(key);
        if (present != null && !present.equals(full)) {
            return present;
        }
        if (keys == null) {
            throw new IllegalStateException("an earlier life opens no lines");
        }
        if (next >= mostLines) {
            throw new LinesExhaustedException();
        }
        if (next >= counters.room()) {
            counters.addSegment();
        }
        keys.append(next, key);
        Line line = counters.line(incarnation, next++, key);
        add(line);
        return line;
    }

    private void add(Line line) {
        Line[] array = lines;
        int index = count;
        if (index == array.length) {
            array = Arrays.copyOf(array, array.length * 2);
        }
        array[index] = line;
        lines = array;
        count = index + 1;
        byKey.put(line.key(), line);
    }

    /** Takes room for lines to come, so that requests need not. */
    synchronized void takeRoomAhead() throws IOException {
        int present = counters.room();
        if (next > 1 && present < mostLines && next + Math.max(ROOM_AHEAD, present / 4) > present) {
            counters.addSegment();
        }
    }

    /** The line of that place, in order of number. */
    Line at(int index) {
        return lines[index];
    }

    /** Freezes all lines that there are. Bar new ones first. */
    void freezeAll() {
        freezeEndedBy(Long.MAX_VALUE, true);
    }

    /** Freezes regular lines of windows that end by then. Bar new ones first. */
    void freezeEndedBy(long epochMillis) {
        closed = freezeEndedBy(epochMillis, false);
    }

    /** Returns how many lines are over by then. */
    private synchronized int freezeEndedBy(long epochMillis, boolean late) {
        int ended = 0;
        for (int i = 0; i < count; i++) {
            Line line = lines[i];
            ended += line.overBy(epochMillis) ? 1 : 0;
            if (line.endMillis() <= epochMillis && (late || !line.key().late()) && !line.frozen()) {
                line.freeze();
            }
        }
        return ended;
    }

    /** Whether most lines are over: they take up memory, and time in each flush, for nothing. */
    boolean mostlyClosed() {
        return closed >= MANY && closed >= count / 2;
    }

    /** What the ledger took is forgotten. */
    void forgetAcknowledged() {
        forgetAcknowledged(partition -> true);
    }

    /** What the ledger took in those partitions is forgotten. */
    void forgetAcknowledged(IntPredicate partitions) {
        for (int i = 0; i < count; i++) {
            if (partitions.test(lines[i].partition())) {
                lines[i].forgetAcknowledged();
            }
        }
    }

    /** Whether a line has something that the ledger has not acknowledged. */
    boolean changed() {
        for (int i = 0; i < count; i++) {
            if (lines[i].changed()) {
                return true;
            }
        }
        return false;
    }

    /** Net units counted; uses are none. */
    long counted() {
        return sum(Line::net);
    }

    /** Net units the ledger has acknowledged; uses are none. */
    long acknowledged() {
        return sum(Line::acknowledgedNet);
    }

    private long sum(ToLongFunction<Line> units) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += lines[i].key().countsUses() ? 0 : units.applyAsLong(lines[i]);
        }
        return sum;
    }

    /** The units in the counter file of a life that nothing else is known of. */
    static long unitsIn(StateDisk disk, long incarnation) throws IOException {
        return CounterFile.unitsIn(disk, name(incarnation) + COUNTERS);
    }

    /** Deletes the files of a life, the marks last: they say that the others may be missing. */
    static void delete(StateDisk disk, long incarnation) throws IOException {
        for (String suffix : List.of(COUNTERS, KEYS, MARKS)) {
            disk.delete(name(incarnation) + suffix);
        }
    }

    /** Which of the files of a life there are: names without what they share. */
    static List<String> parts(List<String> files, long incarnation) {
        List<String> parts = new ArrayList<>();
        files.stream()
                .filter(it -> it.startsWith(name(incarnation) + "."))
                .forEach(it -> parts.add(it.substring(name(incarnation).length() + 1)));
        return parts;
    }

    @Override
    public String toString() {
        return "LifeLog[" + name(incarnation) + "]";
    }

    @Override
    public void close() throws IOException {
        try (counters) {
            if (keys != null) {
                keys.close();
            }
        }
    }
}
