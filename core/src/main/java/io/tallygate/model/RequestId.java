package io.tallygate.model;

/**
 * The name of one admitted or refused request: 128 bits, printed as 26 characters of lower-case Crockford base32.
 *
 * <p>A <em>minted</em> id is {@code version 4 | incarnation 60 | counter 24 | sequence 40}. It says which life of which
 * edge counted the request, on which counter, and how far that counter stood afterwards; the ids of one counter are
 * consecutive, so the ledger needs one number to know them all. An <em>uncounted</em> id has the same shape, names a
 * denial or a request served without a meter, and is never in the ledger.
 *
 * @param high version and incarnation
 * @param low counter and sequence
 */
public record RequestId(long high, long low) implements Comparable<RequestId> {
    /** The bits of an incarnation. */
    public static final long INCARNATION_MASK = (1L << 60) - 1;
    /** The greatest counter number. */
    public static final int MAX_COUNTER = (1 << 24) - 1;
    /** The greatest sequence. */
    public static final long MAX_SEQUENCE = (1L << 40) - 1;

    private static final int MINTED = 1;
    private static final int UNCOUNTED = 3;
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TEXT_LENGTH = 26;

    /** @throws IllegalArgumentException when the version is unknown */
    public RequestId {
        int version = (int) (high >>> 60);
        if (version != MINTED && version != UNCOUNTED) {
            throw new IllegalArgumentException("request id version must be 1 or 3, was " + version);
        }
    }

    /**
     * The id of a counted request.
     *
     * @param incarnation 60 bits
     * @param counter in [0, {@link #MAX_COUNTER}]
     * @param sequence the counter's value after the request, in [1, {@link #MAX_SEQUENCE}]
     */
    public static RequestId minted(long incarnation, int counter, long sequence) {
        return new RequestId(first(MINTED, incarnation), second(counter, sequence));
    }

    /** The id of a request that no ledger will ever hold; {@code serial} wraps at 64 bits. */
    public static RequestId uncounted(long incarnation, long serial) {
        return new RequestId(first(UNCOUNTED, incarnation), serial);
    }

    private static long first(int version, long incarnation) {
        if ((incarnation & ~INCARNATION_MASK) != 0) {
            throw new IllegalArgumentException("an incarnation has 60 bits");
        }
        return (long) version << 60 | incarnation;
    }

    private static long second(int counter, long sequence) {
        if (counter < 0 || counter > MAX_COUNTER || sequence < 1 || sequence > MAX_SEQUENCE) {
            throw new IllegalArgumentException(
                    "counter must be in [0, 2^24) and sequence in [1, 2^40), were " + counter + " and " + sequence);
        }
        return (long) counter << 40 | sequence;
    }

    /**
     * Reads what {@link #toString()} writes, in either case; nothing else is accepted.
     *
     * @throws IllegalArgumentException when the text is not a request id
     */
    public static RequestId parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException("a request id has " + TEXT_LENGTH + " characters, was " + text.length());
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            int value = value(text.charAt(i));
            if (value < 0 || (i == 0 && value > 7)) {
                throw new IllegalArgumentException("not a request id: wrong character at index " + i);
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | value;
        }
        return new RequestId(high, low);
    }

    private static int value(char c) {
        return c >= 'A' && c <= 'Z' ? ALPHABET.indexOf(c + 32) : ALPHABET.indexOf(c);
    }

    /** Whether a ledger can hold this id. */
    public boolean counted() {
        return high >>> 60 == MINTED;
    }

    /** The life of the edge that made the id; 60 random bits. */
    public long incarnation() {
        return high & INCARNATION_MASK;
    }

    /** The counter's number within that life; meaningful when {@link #counted()}. */
    public int counter() {
        return (int) (low >>> 40);
    }

    /** The counter's value after this request; meaningful when {@link #counted()}. */
    public long sequence() {
        return low & MAX_SEQUENCE;
    }

    /** Orders as the unsigned 128-bit number, which is also the order of the printed form. */
    @Override
    public int compareTo(RequestId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        char[] text = new char[TEXT_LENGTH];
        long upper = high;
        long lower = low;
        for (int i = TEXT_LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (lower & 31));
            lower = lower >>> 5 | upper << 59;
            upper >>>= 5;
        }
        return new String(text);
    }
}
