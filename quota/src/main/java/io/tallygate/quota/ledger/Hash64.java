package io.tallygate.quota.ledger;

/** FNV-1a in 64 bits, with MurmurHash3's finisher. What it gives is stored, so it never changes. */
final class Hash64 {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    /** No character of our texts: it keeps two texts apart. */
    private static final int END = 0x1F;

    private Hash64() {}

    /** Over the characters of an ASCII text. */
    static long of(String text) {
        return over(FNV_OFFSET, text);
    }

    /** Goes on with another text. */
    static long next(long hash, String text) {
        return over((hash ^ END) * FNV_PRIME, text);
    }

    /** Goes on with the eight bytes of a number, lowest first. */
    static long next(long hash, long number) {
        long mixed = hash;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mixed = (mixed ^ (number >>> shift & 0xFF)) * FNV_PRIME;
        }
        return mixed;
    }

    private static long over(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Spreads what was hashed over all bits. */
    static long finish(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
