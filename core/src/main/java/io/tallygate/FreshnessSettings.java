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
 * Directories that tell of news make it a matter of milliseconds. Of a directory without a log the records behind sessions
 * are read again every {@link SessionSettings#revalidateEvery()}, which then stands for {@code pullEvery}.
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

    /** @param pace how often the directory is asked whether anything has changed */
    List<String> faults(Duration pace, CentralSettings central) {
        List<String> faults = new ArrayList<>();
        Bounds.check(faults, "freshness.pullEvery", pullEvery, Duration.ofMillis(10), Duration.ofHours(1));
        if (denyAfter != null) {
            Bounds.check(faults, "freshness.denyAfter", denyAfter, bound(pace, central.timeout()), LONGEST);
        }
        return faults;
    }

    private static Duration bound(Duration pace, Duration timeout) {
        return timeout.plus(pace.compareTo(timeout) > 0 ? pace : timeout);
    }

    /** In words, for the gate's description. */
    @Override
    public String toString() {
        return "FreshnessSettings[pullEvery=" + pullEvery + ", "
                + (denyAfter == null ? "serve on" : "denyAfter=" + denyAfter) + "]";
    }
}
