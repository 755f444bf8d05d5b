package io.tallygate.examples.benchmarks;

import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.tallygate.limit.Gcra;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One decision of a rate limiter that admits, its clock read included. */
@State(Scope.Benchmark)
public class LimiterBenchmark {
    private final Gcra gcra = new Gcra(Rates.NEVER_REACHED, System.nanoTime());
    private final AtomicLong word = new AtomicLong();
    private final Bucket bucket = Rates.bucket();
    private final RateLimiter limiter = RateLimiter.of(
            "bench",
            RateLimiterConfig.custom()
                    .limitRefreshPeriod(Duration.ofSeconds(1))
                    .limitForPeriod(1_000_000_000)
                    .timeoutDuration(Duration.ZERO)
                    .build());

    @Benchmark
    public void ours() {
        Check.that(gcra.take(1, System.nanoTime()) == Gcra.ADMITTED);
    }

    /** A clock read and an atomic update. */
    @Benchmark
    public void limit() {
        long now = System.nanoTime();
        long seen;
        do {
            seen = word.get();
        } while (!word.compareAndSet(seen, Math.max(seen, now) + 1));
    }

    @Benchmark
    public void bucket4j() {
        Check.that(bucket.tryConsume(1));
    }

    @Benchmark
    public void resilience4j() {
        Check.that(limiter.acquirePermission());
    }
}
