package io.tallygate.quota;

import io.tallygate.quota.ledger.EdgeId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of every state file, little-endian: magic 8, version 4, reserved 4, incarnation 8, edge 16,
 * reserved 20, CRC32C of the rest 4. Versions are added, never changed.
 *
 * @param incarnation whose file it is; 0 where the file is of no life
 * @param edge whose life that was
 */
record StateHeader(Kind kind, long incarnation, EdgeId edge) {
    static final int SIZE = 64;
    static final int VERSION = 1;

    private static final int CHECKED = 60;

    /** What a file holds. */
    enum Kind {
        EDGE("TGEDGE01"),
        COUNTERS("TGCOUNT1"),
        KEYS("TGKEYS01"),
        MARKS("TGMARKS1");

        private final String magic;

        Kind(String magic) {
            this.magic = magic;
        }

        private byte[] magic() {
            return magic.getBytes(StandardCharsets.US_ASCII);
        }
    }

    static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    byte[] encode() {
        ByteBuffer header = buffer(SIZE);
        header.put(kind.magic()).putInt(VERSION).putInt(0).putLong(incarnation);
        header.put(HexFormat.of().parseHex(edge.value()));
        header.putInt(CHECKED, checksum(header.array(), 0, CHECKED));
        return header.array();
    }

    /**
     * Reads a header.
     *
     * @param file what the file is called, for the message
     * @throws UnreadableStateException when this is not a header of that kind and a version known here
     */
    static StateHeader decode(Kind kind, byte[] bytes, String file) throws UnreadableStateException {
        if (bytes.length < SIZE) {
            throw new UnreadableStateException(file, "is cut off: it has " + bytes.length + " bytes of its header");
        }
        ByteBuffer header = view(bytes);
        byte[] magic = new byte[kind.magic().length];
        header.get(magic);
        if (!Arrays.equals(magic, kind.magic())) {
            throw new UnreadableStateException(
                    file, "is not a file of " + kind.name().toLowerCase(Locale.ROOT) + " that a meter has written");
        }
        int version = header.getInt();
        if (version > VERSION) {
            throw new UnreadableStateException(
                    file,
                    "has format version " + version + ", this version of the library" + " reads up to " + VERSION
                            + "; run a newer one");
        }
        if (version < 1 || header.getInt(CHECKED) != checksum(bytes, 0, CHECKED)) {
            throw new UnreadableStateException(file, "is damaged: the checksum of its header is wrong");
        }
        header.getInt();
        long incarnation = header.getLong();
        byte[] edge = new byte[16];
        header.get(edge);
        return new StateHeader(kind, incarnation, new EdgeId(HexFormat.of().formatHex(edge)));
    }
}
