package io.tallygate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How soon an edge hears of the directory's changes, and what it does when it does not. Checked by
 * {@link TallygateBuilder#build()}.
 *
 * <p><strong>The bound.</strong> While the directory answers within {@link CentralSettings#timeout()}, a change takes effect
 * no later than that and the longer of it and {@code pullEvery} after it was made: with the standard settings 7 seconds.
 * Directories that tell of news make it a matter of milliseconds. A directory without a log is read again every
 * {@link SessionSettings#revalidateEvery()} instead, and {@code pullEvery} means nothing.
 *
 * @param pullEvery how long after one pull of the log the next one starts at the latest, and at half of it at the
 *     earliest; [10 ms, 1 h]
 * @param denyAfter every request is answered 503 while the edge may have missed what is older than this; at least the
 *     bound, at most 365 days; null: sessions are served on
 */
public record FreshnessSettings(
        Duration pullEvery, @Nullable Duration denyAfter) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Pulled every five seconds; sessions are served on while the centre is away. */
    public static FreshnessSettings standard() {
        return new FreshnessSettings(Duration.ofSeconds(5), null);
    }

    /** The same with another pace. */
    public FreshnessSettings pullEvery(Duration period) {
        return new FreshnessSettings(period, denyAfter);
    }

    /** The same, but denying everything when too old. */
    public FreshnessSettings denyAfter(Duration age) {
        return new FreshnessSettings(pullEvery, age);
    }

    /** The same, but serving sessions on however old. */
    public FreshnessSettings serveOn() {
        return new FreshnessSettings(pullEvery, null);
    }

    List<String> faults(CentralSettings central) {
        List<String> faults = new ArrayList<>();
        Bounds.check(faults, "freshness.pullEvery", pullEvery, Duration.ofMillis(10), Duration.ofHours(1));
        if (denyAfter != null) {
            Bounds.check(faults, "freshness.denyAfter", denyAfter, bound(central), LONGEST);
        }
        return faults;
    }

    private Duration bound(CentralSettings central) {
        Duration timeout = central.timeout();
        return timeout.plus(pullEvery.compareTo(timeout) > 0 ? pullEvery : timeout);
    }

    /** In words, for the gate's description. */
    @Override
    public String toString() {
        return "FreshnessSettings[pullEvery=" + pullEvery + ", "
                + (denyAfter == null ? "serve on" : "denyAfter=" + denyAfter) + "]";
    }
}
