package io.tallygate;

import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Hashes credentials without garbage, in buffers of one thread. What is hashed is the scheme's number, then each text
 * behind its length (LEB128), so that neither another scheme nor another division of the same characters gives the same
 * fingerprint. An API key of up to 51 characters so fits one block of SHA-256.
 */
final class Fingerprinter implements Identity {
    private static final ThreadLocal<Fingerprinter> OF_THREAD = ThreadLocal.withInitial(Fingerprinter::new);
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BUFFER = 512;
    private static final char[] NOTHING = new char[BUFFER];

    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[BUFFER];
    private final char[] upper = new char[BUFFER];
    private final byte[] hash = new byte[Long.BYTES * 4];
    private final Fingerprint fingerprint = new Fingerprint();
    private int used;
    private boolean empty;

    private Fingerprinter() {}

    /**
     * The credential's fingerprint, good until this thread asks for the next; keep a copy.
     *
     * @throws IllegalStateException when the credential writes no text, which would make all of its kind one
     */
    static Fingerprint of(int scheme, Credential credential) {
        Fingerprinter mine = OF_THREAD.get();
        mine.begin(scheme);
        credential.identify(mine);
        return mine.end();
    }

    private void begin(int scheme) {
        digest.reset();
        buffer[0] = (byte) scheme;
        used = 1;
        empty = true;
    }

    @Override
    public void text(String text, int from, int to) {
        empty &= from == to;
        if (isLatin(text, from, to)) {
            length(to - from);
            latin(text, from, to);
        } else {
            wide(text, from, to);
        }
    }

    /** Whether the lower byte of each character is all of it. Loops that compilers make vector instructions of. */
    private boolean isLatin(String text, int from, int to) {
        for (int at = from; at < to; at += BUFFER) {
            int length = Math.min(to - at, BUFFER);
            text.getChars(at, at + length, upper, 0);
            for (int i = 0; i < length; i++) {
                upper[i] = (char) (upper[i] & 0xFF00); // so that nothing of a secret stays, too
            }
            if (!Arrays.equals(upper, 0, length, NOTHING, 0, length)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("deprecation") // the one way into bytes that are there already
    private void latin(String text, int from, int to) {
        for (int at = from; at < to; ) {
            if (used == BUFFER) {
                flush();
            }
            int end = at + Math.min(to - at, BUFFER - used);
            text.getBytes(at, end, buffer, used);
            used += end - at;
            at = end;
        }
    }

    /**
     * Takes both bytes of each character, behind a spelling of zero that no length has. Nobody sends such a credential who
     * means well, but it must not be taken for another.
     */
    private void wide(String text, int from, int to) {
        put(0x80);
        put(0);
        length(to - from);
        for (int i = from; i < to; i++) {
            put(text.charAt(i) >>> 8);
            put(text.charAt(i));
        }
    }

    private void length(int length) {
        int rest = length;
        while (rest > 0x7F) {
            put(rest | 0x80);
            rest >>>= 7;
        }
        put(rest);
    }

    private void put(int lowerByte) {
        if (used == BUFFER) {
            flush();
        }
        buffer[used++] = (byte) lowerByte;
    }

    private void flush() {
        digest.update(buffer, 0, used);
        // Nothing of a secret stays. By the word: the platform's fill costs more than it does for so few bytes.
        for (int i = 0; i < used; i += Long.BYTES) {
            WORDS.set(buffer, i, 0L);
        }
        used = 0;
    }

    private Fingerprint end() {
        flush();
        if (empty) {
            throw new IllegalStateException("a credential must write what identifies it");
        }
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        fingerprint.become(word(0), word(1), word(2), word(3));
        return fingerprint;
    }

    private long word(int index) {
        return (long) WORDS.get(hash, index * Long.BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
