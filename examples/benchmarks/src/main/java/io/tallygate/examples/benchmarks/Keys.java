package io.tallygate.examples.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The API keys of all callers, and who calls next. For one thread. */
final class Keys {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SEED = 42;
    private static final int LENGTH = 44;

    private final String[] keys;
    private long dice = SEED;

    /** Copies the keys, so that they lie side by side whoever made them. */
    Keys(List<String> keys) {
        this.keys = keys.stream().map(key -> new String(key.toCharArray())).toArray(String[]::new);
    }

    /** Made-up keys of the form of API keys. */
    static Keys madeUp(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        return new Keys(Stream.generate(() -> key(random)).limit(count).toList());
    }

    private static String key(SplittableRandom random) {
        StringBuilder key = new StringBuilder("tg_");
        while (key.length() < LENGTH) {
            key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return key.toString();
    }

    List<String> all() {
        return List.of(keys);
    }

    /** At random, by Marsaglia's xorshift, which costs next to nothing. */
    String next() {
        dice ^= dice << 13;
        dice ^= dice >>> 7;
        dice ^= dice << 17;
        return keys[(int) ((dice >>> 32) * keys.length >>> 32)];
    }
}
