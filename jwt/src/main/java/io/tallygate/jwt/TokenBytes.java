package io.tallygate.jwt;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The characters of one token as bytes, in a buffer that is kept from token to token. So one copy serves the look at its
 * spelling, the decoding and the signature, and a token that is spelled wrongly leaves no garbage. For one thread.
 *
 * <p>The copy is made by the platform's coder, which takes a vector of characters at a time and stops at one that is wider
 * than a byte; a cast would make another character of it.
 */
final class TokenBytes {
    private static final int PIECE = 512;

    private final CharsetEncoder narrow = StandardCharsets.ISO_8859_1.newEncoder();
    private final CharBuffer piece = CharBuffer.allocate(PIECE);
    private ByteBuffer bytes = ByteBuffer.allocate(1024);
    private int firstDot;
    private int secondDot;
    private int length;

    /**
     * Takes the characters from there to the end of the text in the place of those before.
     *
     * @return whether there are two dots, where it is said, and three parts, each in its one spelling
     */
    boolean take(String text, int from, int itsFirstDot, int itsSecondDot) {
        makeRoom(text.length() - from);
        firstDot = itsFirstDot - from;
        secondDot = itsSecondDot - from;
        length = text.length() - from;
        return copy(text, from)
                && isSpelled(0, firstDot)
                && isSpelled(firstDot + 1, secondDot)
                && isSpelled(secondDot + 1, length);
    }

    private void makeRoom(int characters) {
        if (bytes.capacity() < characters) {
            bytes = ByteBuffer.allocate(Math.max(characters, 2 * bytes.capacity()));
        }
    }

    private boolean copy(String text, int from) {
        bytes.clear();
        boolean narrowed = true;
        for (int at = from; narrowed && at < text.length(); at += PIECE) {
            int end = Math.min(at + PIECE, text.length());
            text.getChars(at, end, piece.array(), 0);
            narrowed = narrow.encode(piece.position(0).limit(end - at), bytes, true)
                    .isUnderflow();
        }
        return narrowed;
    }

    private boolean isSpelled(int from, int to) {
        return Base64Url.isCanonical(bytes.array(), from, to);
    }

    byte[] header() {
        return decoded(0, firstDot);
    }

    byte[] payload() {
        return decoded(firstDot + 1, secondDot);
    }

    byte[] signature() {
        return decoded(secondDot + 1, length);
    }

    private byte[] decoded(int from, int to) {
        return Base64Url.decode(bytes.array(), from, to);
    }

    /** All of them; the first {@link #signedLength()} are what is signed (RFC 7515, 5.1). Not to be changed. */
    byte[] all() {
        return bytes.array();
    }

    /** How many are signed: the first two parts and the dot between them. */
    int signedLength() {
        return secondDot;
    }

    /** Leaves nothing of the token. */
    void forget() {
        Arrays.fill(bytes.array(), 0, length, (byte) 0);
        Arrays.fill(piece.array(), 0, Math.min(length, PIECE), '\0');
        length = 0;
    }
}
