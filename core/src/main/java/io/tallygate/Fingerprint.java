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
        return of(first, second, third, fourth);
    }

    /** One of these words, to keep. */
    static Fingerprint of(long a, long b, long c, long d) {
        Fingerprint made = new Fingerprint();
        made.become(a, b, c, d);
        return made;
    }

    /** Whether these are its words. */
    boolean is(long a, long b, long c, long d) {
        return first == a && second == b && third == c && fourth == d;
    }

    long first() {
        return first;
    }

    long second() {
        return second;
    }

    long third() {
        return third;
    }

    long fourth() {
        return fourth;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && that.is(first, second, third, fourth);
    }

    /** Any 32 bits of a hash are as good as others. */
    @Override
    public int hashCode() {
        return (int) first;
    }
}
