package io.tallygate.examples.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long each took, in nanoseconds. Thread-safe. */
final class Delays {
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    void add(long delay) {
        nanos.add(delay);
    }

    /** The delay that this part of all do not exceed; 1 for the greatest. */
    Duration quantile(double part) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return Duration.ofNanos(sorted.get((int) Math.ceil(part * sorted.size()) - 1));
    }
}
