package io.tallygate.directory;

import io.tallygate.directory.SnapshotRefusedException.Reason;
import io.tallygate.model.Secret;
import io.tallygate.seal.SealingKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How snapshots are sealed. In front stands what is needed for opening, and is authenticated too: magic 8, version 4,
 * label's length 1, label, all big-endian. The 2³² nonces of a key are eight thousand years of one edge that seals once a
 * minute. Versions are added, never edited. Thread-safe.
 */
final class Seal {
    static final int VERSION = 1;

    /** The most bytes that sealing adds. */
    static final int OVERHEAD = 8 + 4 + 1 + SealingKeys.LONGEST_LABEL + SealingKeys.OVERHEAD;

    private static final byte[] MAGIC = "TGCONTIN".getBytes(StandardCharsets.US_ASCII);

    /** All that needs to be known for opening stands in the file itself. */
    private static final byte[] NO_CONTEXT = {};

    private final SealingKeys keys;
    private final RandomGenerator random;

    Seal(SealingKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    /** The keys of snapshots: that one seals. */
    static SealingKeys keys(String label, Supplier<Secret> source) {
        return SealingKeys.of("continuity's", "tallygate continuity snapshot 1", label, source);
    }

    byte[] seal(byte[] content) {
        byte[] label = keys.labels().get(0).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer head = ByteBuffer.allocate(MAGIC.length + 4 + 1 + label.length);
        head.put(MAGIC).putInt(VERSION).put((byte) label.length).put(label);
        return keys.seal(head.array(), NO_CONTEXT, content, random);
    }

    byte[] open(byte[] sealed) throws SnapshotRefusedException {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        byte[] magic = take(bytes, MAGIC.length);
        int version = ByteBuffer.wrap(take(bytes, 4)).getInt();
        if (!Arrays.equals(magic, MAGIC) || version < 1) {
            throw new SnapshotRefusedException(Reason.DAMAGED, "it does not begin as a snapshot does");
        }
        if (version > VERSION) {
            throw new SnapshotRefusedException(
                    Reason.NEWER_FORMAT, "it has format " + version + ", and " + VERSION + " is the last known here");
        }
        String label = new String(take(bytes, take(bytes, 1)[0] & 0xFF), StandardCharsets.ISO_8859_1);
        return open(label, sealed, bytes.position());
    }

    private static byte[] take(ByteBuffer bytes, int count) throws SnapshotRefusedException {
        if (bytes.remaining() < count) {
            throw new SnapshotRefusedException(Reason.DAMAGED, "it is cut off");
        }
        byte[] taken = new byte[count];
        bytes.get(taken);
        return taken;
    }

    private byte[] open(String label, byte[] sealed, int head) throws SnapshotRefusedException {
        if (!SealingKeys.isLabel(label)) {
            throw new SnapshotRefusedException(Reason.DAMAGED, "the label of its key cannot be one");
        }
        if (!keys.labels().contains(label)) {
            throw new SnapshotRefusedException(
                    Reason.UNKNOWN_KEY, "it is sealed with key " + label + ", which was not given");
        }
        try {
            return keys.open(label, sealed, head, NO_CONTEXT);
        } catch (GeneralSecurityException refused) {
            throw new SnapshotRefusedException(
                    Reason.DAMAGED, "it was changed, cut off, or sealed by another key of label " + label);
        }
    }
}
