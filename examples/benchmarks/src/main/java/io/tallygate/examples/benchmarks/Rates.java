package io.tallygate.examples.benchmarks;

import io.github.bucket4j.Bucket;
import io.tallygate.limit.RateLimit;
import java.time.Duration;

/** Rate limits that admit whatever a benchmark can ask. */
final class Rates {
    private static final long BURST = 1_000_000_000_000L;

    static final RateLimit NEVER_REACHED =
            RateLimit.of("bench", 1_000_000, Duration.ofSeconds(1)).withBurst(BURST);

    private Rates() {}

    static Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(BURST).refillGreedy(1_000_000, Duration.ofSeconds(1)))
                .build();
    }
}
