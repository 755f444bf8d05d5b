package io.tallygate.quota;

import io.tallygate.quota.ledger.EdgeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Who lives in a state directory: the file {@code edge}, replaced as a whole. After the header, little-endian: closed to
 * 8, recovery 8, registered 4, number of former edges 4, place 128, former edges 16 each, CRC32C of all before it 4.
 *
 * @param edge the edge's id
 * @param place where the directory was when the ledger last knew a life in it; at first, where it was made. It is not
 *     where a life is that has yet to be registered: a copy that was never registered must not prove itself
 * @param registered whether the ledger has ever known this edge
 * @param closedTo windows that end by this moment take no more units, in epoch milliseconds
 * @param recovery the last restore of the ledger that this edge has reported for, or {@link #OWED}
 * @param former ids the edge had before, whose lives in this directory are its own to send
 */
record EdgeFile(
        EdgeId edge, StateDisk.Place place, boolean registered, long closedTo, long recovery, List<EdgeId> former) {
    static final String NAME = "edge";
    static final long NEVER = Long.MIN_VALUE;

    /** In the place of a recovery's number: the ledger went back, and has still to be healed. */
    static final long OWED = -1;

    private static final int FIXED = StateHeader.SIZE + 8 + 8 + 4 + 4 + 128;
    private static final int MOST_FORMER = 64;
    private static final int LARGEST = FIXED + MOST_FORMER * 16 + 4;

    /** Keeps the newest of too many former ids; the lives of older ones are reported, not lost. */
    EdgeFile {
        former = List.copyOf(former.subList(Math.max(0, former.size() - MOST_FORMER), former.size()));
    }

    static EdgeFile fresh(EdgeId edge, StateDisk.Place place) {
        return new EdgeFile(edge, place, false, NEVER, 0, List.of());
    }

    /** The ledger knows a life there. A new edge has nothing to report for restores before it. */
    EdgeFile registered(StateDisk.Place there, long lastRecovery) {
        return new EdgeFile(edge, there, true, closedTo, registered ? recovery : lastRecovery, former);
    }

    EdgeFile closedTo(long epochMillis) {
        return new EdgeFile(edge, place, registered, Math.max(closedTo, epochMillis), recovery, former);
    }

    EdgeFile recovered(long number) {
        return new EdgeFile(edge, place, registered, closedTo, number, former);
    }

    /** The same directory under a new id. What the ledger was not told of its going back stays to be told. */
    EdgeFile renamed(EdgeId other) {
        List<EdgeId> before = new ArrayList<>(former);
        before.add(edge);
        return new EdgeFile(other, place, false, closedTo, recovery == OWED ? OWED : 0, before);
    }

    /** Whether the ledger has ever known that edge: this one, or a former one, which gave way because the ledger knew it. */
    boolean wasRegistered(EdgeId other) {
        return edge.equals(other) ? registered : former.contains(other);
    }

    boolean owns(EdgeId other) {
        return edge.equals(other) || former.contains(other);
    }

    void store(StateDisk disk) throws IOException {
        int length = FIXED + former.size() * 16;
        ByteBuffer file = StateHeader.buffer(length + 4);
        file.put(new StateHeader(StateHeader.Kind.EDGE, 0, edge).encode());
        file.putLong(closedTo).putLong(recovery).putInt(registered ? 1 : 0).putInt(former.size());
        MarkFile.putText(file, place.boot());
        MarkFile.putText(file, place.directory());
        former.forEach(it -> file.put(HexFormat.of().parseHex(it.value())));
        file.putInt(StateHeader.checksum(file.array(), 0, length));
        disk.replace(NAME, file.array());
    }

    /**
     * Reads the file.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws UnreadableStateException when it cannot be trusted
     */
    static EdgeFile load(StateDisk disk) throws IOException {
        String name = disk.name() + "/" + NAME;
        byte[] bytes = disk.read(NAME, LARGEST);
        EdgeId edge = StateHeader.decode(StateHeader.Kind.EDGE, bytes, name).edge();
        ByteBuffer file = StateHeader.view(bytes);
        int length = bytes.length - 4;
        if (length < FIXED || file.getInt(length) != StateHeader.checksum(bytes, 0, length)) {
            throw new UnreadableStateException(name, "is damaged: its checksum is wrong");
        }
        file.position(StateHeader.SIZE);
        long closedTo = file.getLong();
        long recovery = file.getLong();
        boolean registered = file.getInt() != 0;
        int count = file.getInt();
        if (count < 0 || count > MOST_FORMER || length != FIXED + count * 16) {
            throw new UnreadableStateException(name, "is damaged: its length is wrong");
        }
        StateDisk.Place place = new StateDisk.Place(MarkFile.text(file), MarkFile.text(file));
        return new EdgeFile(edge, place, registered, closedTo, recovery, ids(file, count));
    }

    private static List<EdgeId> ids(ByteBuffer file, int count) {
        List<EdgeId> ids = new ArrayList<>();
        byte[] bytes = new byte[16];
        for (int i = 0; i < count; i++) {
            file.get(bytes);
            ids.add(new EdgeId(HexFormat.of().formatHex(bytes)));
        }
        return List.copyOf(ids);
    }
}
