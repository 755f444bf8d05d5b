package io.tallygate.jwt;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of one JSON object so far, and of the objects that it stands in.
 *
 * <p>Most objects have a handful, which differ in six bits of their hash: those are 64 marks in one word, and only a name
 * whose mark is set is compared with the others. Objects of many names, which may be a stranger's, are hashed.
 *
 * <p>Objects of one depth share one of these in turn: a stranger's header may be two thousand of them.
 */
final class SeenNames {
    private static final int FEW = 16;
    private static final String[] NONE = {};

    private final SeenNames outer;
    private @Nullable SeenNames inner;
    private String[] few = NONE;
    private long marks;
    private int count;
    private @Nullable Set<String> many;

    /** Of no object: what is around the outermost. */
    SeenNames() {
        this.outer = this;
    }

    private SeenNames(SeenNames outer) {
        this.outer = outer;
    }

    /** Those of the object around. */
    SeenNames outer() {
        return outer;
    }

    /** Those of an object that begins here: none yet. */
    SeenNames inner() {
        SeenNames begun = inner == null ? new SeenNames(this) : inner;
        begun.marks = 0;
        begun.count = 0;
        begun.many = null;
        inner = begun;
        return begun;
    }

    /** Whether it was not seen before. */
    boolean add(String name) {
        return count < FEW ? addToFew(name) : addToMany(name);
    }

    private boolean addToFew(String name) {
        long mark = 1L << name.hashCode(); // by its lowest six bits
        if ((marks & mark) != 0 && isAmongFew(name)) {
            return false;
        }
        marks |= mark;
        few = few == NONE ? new String[FEW] : few;
        few[count++] = name;
        return true;
    }

    private boolean isAmongFew(String name) {
        for (int i = 0; i < count; i++) {
            if (few[i].equals(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean addToMany(String name) {
        if (many == null) {
            many = new HashSet<>(Arrays.asList(few));
        }
        return many.add(name);
    }
}
