package io.tallygate.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A randomized comparison with a token bucket that counts in unbounded integers and knows no wrap. */
final class GcraModelTest {
    private static final int LIMITS = 200;
    private static final int STEPS = 500;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_240_229, -77, 424_242})
    void agreesWithATokenBucketAtEveryStep(long seed) {
        Random random = new Random(seed);
        Tally tally = new Tally();
        for (int i = 0; i < LIMITS; i++) {
            new Walk(random, tally).run();
        }
        assertThat(tally.admitted).isGreaterThan(10_000);
        assertThat(tally.refused).isGreaterThan(10_000);
        assertThat(tally.never).isGreaterThan(500);
        assertThat(tally.givenBack).isGreaterThan(1_000);
        assertThat(tally.wrapped).isGreaterThan(20);
    }

    /** In any stretch of time no more is admitted than the burst and what comes back in that stretch. */
    @ParameterizedTest
    @ValueSource(longs = {3, 1_618_033, -5})
    void admitsInNoStretchOfTimeMoreThanBurstAndRate(long seed) {
        Random random = new Random(seed);
        int stretches = 0;
        for (int i = 0; i < 20; i++) {
            RateLimit limit = randomLimit(random);
            stretches += checkStretches(limit, admissions(limit, random));
        }
        assertThat(stretches).isGreaterThan(50_000);
    }

    private static List<long[]> admissions(RateLimit limit, Random random) {
        Gcra gcra = new Gcra(limit, 0);
        List<long[]> admitted = new ArrayList<>();
        long nanos = 0;
        for (int i = 0; i < STEPS; i++) {
            nanos += random.nextLong(2 * limit.intervalNanos());
            long units = 1 + random.nextLong(Math.min(3, limit.burst()));
            if (gcra.take(units, nanos) == Gcra.ADMITTED) {
                admitted.add(new long[] {nanos, units});
            }
        }
        return admitted;
    }

    private static int checkStretches(RateLimit limit, List<long[]> admitted) {
        int seen = 0;
        for (int from = 0; from < admitted.size(); from++) {
            long units = 0;
            for (int to = from; to < admitted.size(); to++) {
                units += admitted.get(to)[1];
                long elapsed = admitted.get(to)[0] - admitted.get(from)[0];
                assertThat(units).isLessThanOrEqualTo(limit.burst() + elapsed / limit.intervalNanos());
                seen++;
            }
        }
        return seen;
    }

    private static RateLimit randomLimit(Random random) {
        Duration period = Duration.ofNanos(1_000_000 + random.nextLong(1L << random.nextInt(20, 50)));
        long permits = 1 + random.nextLong(Math.min(1_000, period.toNanos() / 1_000));
        return RateLimit.of("model", permits, period).withBurst(1 + random.nextLong(50));
    }

    /** What the walks saw, so that a test which stops testing is noticed. */
    private static final class Tally {
        int admitted;
        int refused;
        int never;
        int givenBack;
        int wrapped;
    }

    /** One limiter and its model through one random sequence of operations. */
    private static final class Walk {
        private final Random random;
        private final Tally tally;
        private final RateLimit limit;
        private final Bucket bucket;
        private final Gcra gcra;
        private long nanos;
        private long outstanding;

        Walk(Random random, Tally tally) {
            this.random = random;
            this.tally = tally;
            this.limit = randomLimit(random);
            this.nanos = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - 50 * limit.intervalNanos();
            this.bucket = new Bucket(limit);
            this.gcra = new Gcra(limit, nanos);
        }

        void run() {
            long start = nanos;
            for (int i = 0; i < STEPS; i++) {
                pause();
                step();
                assertThat(gcra.remaining(nanos)).isEqualTo(bucket.remaining());
                assertThat(gcra.nanosToReset(nanos)).isEqualTo(bucket.toReset());
            }
            if (nanos < start) {
                tally.wrapped++;
            }
        }

        private void pause() {
            long elapsed = random.nextInt(4) == 0 ? 0 : random.nextLong(2 * limit.intervalNanos());
            elapsed = random.nextInt(50) == 0 ? elapsed * limit.burst() : elapsed;
            nanos += elapsed;
            bucket.pass(elapsed);
        }

        private void step() {
            if (outstanding > 0 && random.nextInt(10) == 0) {
                giveBack();
            } else {
                take();
            }
        }

        private void take() {
            long units = random.nextInt(50) == 0
                    ? limit.burst() + 1 + random.nextInt(5)
                    : 1 + random.nextLong(Math.min(limit.burst(), 4));
            long expected = bucket.take(units);
            assertThat(gcra.nanosToWait(units, nanos)).isEqualTo(expected);
            assertThat(gcra.take(units, nanos)).isEqualTo(expected);
            count(units, expected);
        }

        private void count(long units, long result) {
            if (result == Gcra.ADMITTED) {
                outstanding = units;
                tally.admitted++;
            } else if (result == Gcra.NEVER) {
                tally.never++;
            } else {
                tally.refused++;
            }
        }

        private void giveBack() {
            gcra.giveBack(outstanding);
            bucket.giveBack(outstanding);
            outstanding = 0;
            tally.givenBack++;
        }
    }

    /** The oracle: a bucket that holds nanoseconds; one unit costs one interval, one nanosecond refills one. */
    private static final class Bucket {
        private final BigInteger interval;
        private final BigInteger capacity;
        private BigInteger level;

        Bucket(RateLimit limit) {
            this.interval = BigInteger.valueOf(limit.interval().toNanos());
            this.capacity = interval.multiply(BigInteger.valueOf(limit.burst()));
            this.level = capacity;
        }

        void pass(long elapsed) {
            level = level.add(BigInteger.valueOf(elapsed)).min(capacity);
        }

        long take(long units) {
            BigInteger cost = cost(units);
            if (cost.compareTo(capacity) > 0) {
                return Gcra.NEVER;
            }
            if (cost.compareTo(level) > 0) {
                return cost.subtract(level).longValueExact();
            }
            level = level.subtract(cost);
            return Gcra.ADMITTED;
        }

        void giveBack(long units) {
            level = level.add(cost(units)).min(capacity);
        }

        long remaining() {
            return level.divide(interval).longValueExact();
        }

        long toReset() {
            return capacity.subtract(level).longValueExact();
        }

        private BigInteger cost(long units) {
            return interval.multiply(BigInteger.valueOf(units));
        }
    }
}
