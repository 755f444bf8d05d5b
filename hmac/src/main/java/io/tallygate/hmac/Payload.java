package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/** What a SigV4 signature says of the body. */
sealed interface Payload {
    /** There is none. */
    Told EMPTY = new Hashed(Sha256.OF_NOTHING);

    /** It may be any. */
    Told UNSIGNED = new Uncovered("UNSIGNED-PAYLOAD");

    /** What a request says of its body; null when it can mean nothing. */
    static @Nullable Told parse(String line) {
        if (line.equals(Sha256.OF_NOTHING)) {
            return EMPTY;
        }
        if (Hex.isCode(line)) {
            return new Hashed(line);
        }
        return line.equals(UNSIGNED.line()) || Uncovered.isStreamed(line) ? new Uncovered(line) : null;
    }

    /** It says what is signed. */
    sealed interface Told extends Payload {
        /** The last line of what is signed. */
        String line();

        /** The hash of all that is signed, of which this is the last line. */
        default byte[] hashBehind(Octets upToBody) {
            return upToBody.add(line()).sha256();
        }
    }

    /**
     * The body has a hash.
     *
     * @param line SHA-256 in lower-case hex
     */
    record Hashed(String line) implements Told {}

    /**
     * The signature does not cover the body.
     *
     * @param line {@code UNSIGNED-PAYLOAD}; or {@code STREAMING-} and how each chunk of it is signed, which is verified nowhere
     */
    record Uncovered(String line) implements Told {
        private static final String STREAMED = "STREAMING-";
        private static final int LONGEST = 64;

        static boolean isStreamed(String line) {
            boolean streamed = line.startsWith(STREAMED) && line.length() <= LONGEST;
            for (int i = STREAMED.length(); streamed && i < line.length(); i++) {
                char c = line.charAt(i);
                streamed = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            }
            return streamed;
        }
    }

    /** It covers the hash of the body, and the request does not say it: so all of the body must be here first. */
    enum Untold implements Payload {
        /** The only one. */
        INSTANCE
    }
}
