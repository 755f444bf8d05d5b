package io.tallygate.quota;

import io.tallygate.quota.ledger.Mark;
import io.tallygate.quota.ledger.Partitions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the chains of one life stand, in two slots of 4 KiB that are written in turn and forced: a torn write costs the
 * newer slot only, and what it said was not sent yet. A slot is the header, serial 8, state 4, flags 4, begun at 8, ended at
 * 8, place 128, and from byte 256 on for each partition the acknowledged, the sent and the probing mark, 16 each; CRC32C at the
 * end. Used by one thread at a time.
 */
final class MarkFile implements Closeable {
    static final int SLOT = 4096;

    private static final int CHAINS = 256;
    private static final int CHECKED = SLOT - 4;
    private static final int PLACE_TEXT = 63;
    private static final int REGISTERED = 1;

    private final StateFile file;
    private long serial;

    /** Whether the slot that is not written next is on the disk, and not just in its cache. */
    private boolean forced;

    private MarkFile(StateFile file) {
        this.file = file;
    }

    /** How far a life has come. The numbers are the file's. */
    enum State {
        /** It counts, or died while it did. */
        OPEN,
        /** It ended cleanly: all it counted was acknowledged. */
        CLOSED,
        /** The ledger knows that it has ended. */
        ENDED,
        /** Somebody else lived it too. Never sent again. */
        DISPUTED
    }

    /** The three marks of one chain that matter; see {@link Chain}. */
    record Chained(Mark acknowledged, Mark sent, Mark probe) {
        static final Chained NONE = new Chained(Mark.NONE, Mark.NONE, Mark.NONE);
    }

    /**
     * What a slot says.
     *
     * @param registered whether the ledger was seen to know the life
     * @param begunAt when it began, in epoch milliseconds
     * @param endedAt when it was {@link State#ENDED}, in epoch milliseconds
     * @param place where it was lived
     */
    record Content(
            StateHeader header,
            State state,
            boolean registered,
            long begunAt,
            long endedAt,
            StateDisk.Place place,
            Chained[] chains) {}

    static MarkFile create(StateDisk disk, String name, Content content) throws IOException {
        MarkFile marks = new MarkFile(disk.open(name));
        marks.forced = true;
        try {
            marks.file.grow(2 * SLOT);
            marks.write(content);
            return marks;
        } catch (IOException | RuntimeException e) {
            marks.file.close();
            throw e;
        }
    }

    static MarkFile open(StateDisk disk, String name) throws IOException {
        return new MarkFile(disk.open(name));
    }

    /**
     * Whether the power went before any slot was whole on the disk. The second one is written first, and the first one
     * only when that was forced: so it is still as the file was made. Two slots that were written and are not whole are
     * damaged.
     */
    static boolean unwritten(StateDisk disk, String name) throws IOException {
        try (StateFile file = disk.open(name)) {
            return zeros(file.read(0, SLOT)) && !whole(file.read(SLOT, SLOT));
        }
    }

    private static boolean whole(byte[] slot) {
        return slot.length == SLOT && StateHeader.view(slot).getInt(CHECKED) == StateHeader.checksum(slot, 0, CHECKED);
    }

    private static boolean zeros(byte[] slot) {
        for (byte one : slot) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /** What the newer good slot says. */
    Content read(String name) throws IOException {
        byte[] first = file.read(0, SLOT);
        byte[] second = file.read(SLOT, SLOT);
        long one = serial(first, name);
        long two = serial(second, name);
        if (one < 0 && two < 0) {
            StateHeader.decode(StateHeader.Kind.MARKS, first, name);
            throw new UnreadableStateException(name, "is damaged: neither of its slots is whole");
        }
        serial = Math.max(one, two);
        return decode(one > two ? first : second, name);
    }

    /** The slot's serial; -1 when it is not whole. A newer version is not something to fall back from. */
    private static long serial(byte[] slot, String name) throws UnreadableStateException {
        if (slot.length < SLOT) {
            return -1;
        }
        ByteBuffer view = StateHeader.view(slot);
        if (view.getInt(CHECKED) != StateHeader.checksum(slot, 0, CHECKED)) {
            return -1;
        }
        StateHeader.decode(StateHeader.Kind.MARKS, slot, name);
        return view.getLong(StateHeader.SIZE);
    }

    /**
     * Puts this in the place of the older slot, and forces it. The newer one may have been left unforced by a process
     * that was killed; were it not forced before the other is written, the next loss of power could tear both.
     */
    void write(Content content) throws IOException {
        if (!forced) {
            file.force();
            forced = true;
        }
        byte[] slot = encode(content, serial + 1);
        file.write((serial + 1) % 2 * SLOT, slot);
        file.force();
        serial++;
    }

    private static byte[] encode(Content content, long serial) {
        ByteBuffer slot = StateHeader.buffer(SLOT);
        slot.put(content.header.encode()).putLong(serial).putInt(content.state.ordinal());
        slot.putInt(content.registered ? REGISTERED : 0)
                .putLong(content.begunAt)
                .putLong(content.endedAt);
        putText(slot, content.place.boot());
        putText(slot, content.place.directory());
        slot.position(CHAINS);
        for (Chained chain : content.chains) {
            putMark(slot, chain.acknowledged);
            putMark(slot, chain.sent);
            putMark(slot, chain.probe);
        }
        slot.putInt(CHECKED, StateHeader.checksum(slot.array(), 0, CHECKED));
        return slot.array();
    }

    private static Content decode(byte[] bytes, String name) throws UnreadableStateException {
        StateHeader header = StateHeader.decode(StateHeader.Kind.MARKS, bytes, name);
        ByteBuffer slot = StateHeader.view(bytes).position(StateHeader.SIZE + 8);
        int state = slot.getInt();
        boolean registered = (slot.getInt() & REGISTERED) != 0;
        long begunAt = slot.getLong();
        long endedAt = slot.getLong();
        if (state < 0 || state >= State.values().length) {
            throw new UnreadableStateException(name, "is damaged: it names state " + state);
        }
        StateDisk.Place place = new StateDisk.Place(text(slot), text(slot));
        slot.position(CHAINS);
        Chained[] chains = new Chained[Partitions.COUNT];
        for (int i = 0; i < chains.length; i++) {
            chains[i] = new Chained(mark(slot, name), mark(slot, name), mark(slot, name));
        }
        return new Content(header, State.values()[state], registered, begunAt, endedAt, place, chains);
    }

    private static void putMark(ByteBuffer slot, Mark mark) {
        slot.putLong(mark.sequence()).putLong(mark.random());
    }

    private static Mark mark(ByteBuffer slot, String name) throws UnreadableStateException {
        long sequence = slot.getLong();
        long random = slot.getLong();
        if (sequence < 0) {
            throw new UnreadableStateException(name, "is damaged: it holds an impossible mark");
        }
        return new Mark(sequence, random);
    }

    /** A text of a place: length and 63 bytes; length 0 for null. */
    static void putText(ByteBuffer slot, @Nullable String text) {
        byte[] ascii = text == null ? new byte[0] : text.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(ascii.length, PLACE_TEXT);
        slot.put((byte) length).put(Arrays.copyOf(ascii, length)).position(slot.position() + PLACE_TEXT - length);
    }

    static @Nullable String text(ByteBuffer slot) {
        int length = Math.min(Byte.toUnsignedInt(slot.get()), PLACE_TEXT);
        byte[] ascii = new byte[PLACE_TEXT];
        slot.get(ascii);
        return length == 0 ? null : new String(ascii, 0, length, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
