package io.tallygate.directory;

import io.tallygate.directory.SnapshotRefusedException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and authenticates with AES-256-GCM (NIST SP 800-38D). In front stands what is needed for opening, and is
 * authenticated too: magic 8, version 4, label's length 1, label, nonce 12, all big-endian. The nonce is random; a key is
 * good for 2³² of them, which is eight thousand years of one edge that seals once a minute. Versions are added, never
 * edited. Thread-safe.
 */
final class Seal {
    static final int VERSION = 1;

    /** The most bytes that sealing adds. */
    static final int OVERHEAD = 8 + 4 + 1 + SealingKey.LONGEST_LABEL + 12 + 16;

    private static final byte[] MAGIC = "TGCONTIN".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final List<SealingKey> keys;
    private final RandomGenerator random;

    /** @param keys the first one seals, all open */
    Seal(List<SealingKey> keys, RandomGenerator random) {
        this.keys = List.copyOf(keys);
        this.random = random;
    }

    byte[] seal(byte[] content) throws GeneralSecurityException {
        byte[] header = header(keys.get(0));
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys.get(0), header);
        byte[] sealed = Arrays.copyOf(header, header.length + content.length + TAG);
        cipher.doFinal(content, 0, content.length, sealed, header.length);
        return sealed;
    }

    private byte[] header(SealingKey key) {
        byte[] label = key.label().getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 4 + 1 + label.length + NONCE);
        header.put(MAGIC).putInt(VERSION).put((byte) label.length).put(label).put(nonce);
        return header.array();
    }

    private static Cipher cipher(int mode, SealingKey key, byte[] header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG * 8, header, header.length - NONCE, NONCE));
        cipher.updateAAD(header);
        return cipher;
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
        SealingKey key = key(new String(take(bytes, take(bytes, 1)[0] & 0xFF), StandardCharsets.ISO_8859_1));
        take(bytes, NONCE);
        int header = bytes.position();
        take(bytes, TAG);
        return open(key, sealed, header);
    }

    private static byte[] take(ByteBuffer bytes, int count) throws SnapshotRefusedException {
        if (bytes.remaining() < count) {
            throw new SnapshotRefusedException(Reason.DAMAGED, "it is cut off");
        }
        byte[] taken = new byte[count];
        bytes.get(taken);
        return taken;
    }

    private SealingKey key(String label) throws SnapshotRefusedException {
        if (!SealingKey.isLabel(label)) {
            throw new SnapshotRefusedException(Reason.DAMAGED, "the label of its key cannot be one");
        }
        return keys.stream()
                .filter(key -> key.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new SnapshotRefusedException(
                        Reason.UNKNOWN_KEY, "it is sealed with key " + label + ", which was not given"));
    }

    private static byte[] open(SealingKey key, byte[] sealed, int header) throws SnapshotRefusedException {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, header));
            return cipher.doFinal(sealed, header, sealed.length - header);
        } catch (GeneralSecurityException refused) {
            throw new SnapshotRefusedException(
                    Reason.DAMAGED, "it was changed, cut off, or sealed by another key of label " + key.label());
        }
    }
}
