package io.tallygate.examples.benchmarks;

import java.util.List;
import java.util.function.Function;

/** Things that are taken in turn, for ever. For one thread. */
final class Ring<T> {
    private final List<T> things;
    private int next;

    Ring(List<T> things) {
        this.things = List.copyOf(things);
    }

    <U> Ring<U> map(Function<? super T, ? extends U> change) {
        return new Ring<U>(things.stream().<U>map(change).toList());
    }

    T next() {
        next = next + 1 == things.size() ? 0 : next + 1;
        return things.get(next);
    }
}
