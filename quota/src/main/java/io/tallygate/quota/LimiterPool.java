package io.tallygate.quota;

import io.tallygate.limit.Gcra;
import io.tallygate.limit.RateLimit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One limiter of a rate for each key, at most so many. When it is full, limiters that are at rest make room: to forget
 * such a one changes nothing. When none is, further keys share one limiter, so that made-up keys cost their maker and
 * never memory. Thread-safe.
 */
final class LimiterPool<K> {
    private static final int MOST = 4_096;

    private final RateLimit limit;
    private final int most;
    private final AtomicInteger forgotten;
    private final ConcurrentMap<K, Gcra> limiters = new ConcurrentHashMap<>();
    private final Gcra shared;

    /**
     * An empty pool.
     *
     * @param forgotten is counted up whenever limiters are forgotten: those fetched before must be fetched again
     */
    LimiterPool(RateLimit limit, long nanos, AtomicInteger forgotten) {
        this(limit, nanos, forgotten, MOST);
    }

    LimiterPool(RateLimit limit, long nanos, AtomicInteger forgotten, int most) {
        this.limit = limit;
        this.forgotten = forgotten;
        this.most = most;
        this.shared = new Gcra(limit, nanos);
    }

    Gcra of(K key, long nanos) {
        Gcra present = limiters.get(key);
        if (present != null) {
            return present;
        }
        synchronized (limiters) {
            if (limiters.size() >= most) {
                forgetRested(nanos);
            }
            return limiters.size() < most ? limiters.computeIfAbsent(key, any -> new Gcra(limit, nanos)) : shared;
        }
    }

    /**
     * Forgets limiters that are as good as new. A request that has just fetched one of them takes from it unseen: once,
     * and never more than a burst.
     */
    void forgetRested(long nanos) {
        if (limiters.values().removeIf(it -> it.nanosToReset(nanos) == 0)) {
            forgotten.incrementAndGet();
        }
    }

    int size() {
        return limiters.size();
    }
}
