package io.tallygate.examples.quickstart;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all customers saw together: what the bill is checked against. Thread-safe. */
final class Tally {
    private final Queue<String> servedIds = new ConcurrentLinkedQueue<>();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();

    void saw(Wire.Response response) {
        byStatus.computeIfAbsent(response.status(), status -> new LongAdder()).increment();
        if (response.status() / 100 == 2) {
            servedIds.add(response.header("Tallygate-Request-Id").orElse("none"));
            served.incrementAndGet();
        }
    }

    void sawNoAnswer() {
        unanswered.incrementAndGet();
    }

    long answered() {
        return byStatus.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long served() {
        return served.get();
    }

    long unanswered() {
        return unanswered.get();
    }

    /** The request ids of everything that was served. */
    List<String> servedIds() {
        return List.copyOf(servedIds);
    }

    /** How many answers had which status. */
    @Override
    public String toString() {
        return byStatus.toString();
    }
}
