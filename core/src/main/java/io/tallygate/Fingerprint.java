package io.tallygate;

/**
 * A SHA-256 hash of a credential, as four words. Those kept in maps never change; the one a {@link Fingerprinter} hands
 * out is overwritten by its next.
 */
final class Fingerprint {
    private long first;
    private long second;
    private long third;
    private long fourth;

    void become(long a, long b, long c, long d) {
        first = a;
        second = b;
        third = c;
        fourth = d;
    }

    /** One to keep. */
    Fingerprint copy() {
        Fingerprint copy = new Fingerprint();
        copy.become(first, second, third, fourth);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    /** Any 32 bits of a hash are as good as others. */
    @Override
    public int hashCode() {
        return (int) first;
    }
}
