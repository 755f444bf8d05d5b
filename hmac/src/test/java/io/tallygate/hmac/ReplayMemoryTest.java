package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.testing.ManualTime;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("anywhere")
class ReplayMemoryTest {
    private static final int PER_SECOND = 1_000;
    private static final long SLICE_SECONDS = 22;
    private static final Replays REPLAYS = Replays.local().capacity(PER_SECOND).perKey(PER_SECOND);
    private static final long STATED = REPLAYS.memory(GuardedEdge.MAX_AGE, GuardedEdge.SKEW);

    private final ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final GuardedEdge edge = new GuardedEdge(REPLAYS, time);
    private final KeyNonces key = new KeyNonces();
    private final byte[] code = new byte[MacKey.LENGTH];

    /** Each slice filled to its capacity. The entries counted are those of callers whose clocks are right. */
    @Test
    void takesWhatItStatesAndNotMore() {
        long first = (edge.now() / SLICE_SECONDS + 2) * SLICE_SECONDS;
        long remembered = GuardedEdge.MAX_AGE.toSeconds() * PER_SECOND;
        long before = allocated();
        for (long i = 0; i < RingPlan.SLICES * SLICE_SECONDS * PER_SECOND; i++) {
            assertFresh(edge.ask(key, Codes.of(i, code), first + i / PER_SECOND));
        }
        long measured = allocated() - before;

        double perEntry = (double) measured / remembered;
        System.out.printf(
                Locale.ROOT,
                "REPLAY memory stated=%d measured=%d entries=%d bytes_per_entry=%.1f%n",
                STATED,
                measured,
                remembered,
                perEntry);
        assertThat((double) measured).isBetween(STATED * 0.99, STATED * 1.02);
        assertThat(perEntry).isLessThanOrEqualTo(20);
    }

    @Test
    void allocatesNothingForARequest() {
        long created = edge.now() + 60;
        double least = Double.MAX_VALUE;
        // The least of some runs, as the compiler of the platform allocates when it swaps code in.
        for (int run = 0; run < 10; run++) {
            edge.ask(key, Codes.of(-1 - run, code), created + run * SLICE_SECONDS);
            long before = allocated();
            for (int i = 0; i < 10_000; i++) {
                edge.ask(key, code, created + run * SLICE_SECONDS);
            }
            least = Math.min(least, (allocated() - before) / 10_000.0);
        }
        assertThat(least).isLessThan(0.1);
    }

    private long allocated() {
        return meter.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static void assertFresh(Remembered found) {
        if (found != Remembered.FRESH) {
            throw new AssertionError("there is room, but " + found);
        }
    }
}
