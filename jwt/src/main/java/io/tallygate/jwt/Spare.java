package io.tallygate.jwt;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an object that computes from one computation to the next. It is one thread's at a time: who finds it taken makes
 * another, and of those that come back one is kept. So there is neither a lock nor a bound to choose. Thread-safe.
 */
final class Spare<T> {
    private final AtomicReference<@Nullable T> idle = new AtomicReference<>();

    /** The one that is kept; null when it is taken, or there is none yet. */
    @Nullable
    T take() {
        return idle.getAndSet(null);
    }

    /** Keeps what is ready for the next computation; an object that failed is not. */
    void giveBack(T ready) {
        idle.set(ready);
    }
}
