package io.tallygate.jwt;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an issuer's keys are fetched and kept. Immutable; checked when the gate is built.
 *
 * @param refreshAtLeast the set is not fetched sooner again, whatever its {@code max-age}; for so long, too, a key name
 *     that the set has not is remembered as unknown; [1 s, refreshAtMost]
 * @param refreshAtMost nor later; also where the issuer says nothing; [refreshAtLeast, 24 h]
 * @param staleFor for how long keys are used after the issuer was last heard of; [refreshAtMost, 30 d]
 * @param interval between the beginnings of two fetches, whatever they are for; [1 s, refreshAtLeast]
 * @param timeout of a whole fetch; half of it of the connection; [10 ms, 1 min]
 * @param copy a file that the newest set is kept in, for a start while the issuer is away; null for none
 * @param plainLoopback whether {@code http} is good enough on this machine's own addresses
 * @param rotated is told of each change of keys, on a background thread
 */
public record JwksSettings(
        Duration refreshAtLeast,
        Duration refreshAtMost,
        Duration staleFor,
        Duration interval,
        Duration timeout,
        @Nullable Path copy,
        boolean plainLoopback,
        Consumer<KeyRotation> rotated) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /**
     * Fetched again after 1 to 10 minutes; good for a day without the issuer; fetches at least 10 seconds apart, of at most
     * 5; no copy; {@code https} only.
     */
    public static JwksSettings standard() {
        return new JwksSettings(
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                null,
                false,
                rotation -> {});
    }

    /** The same, fetching again within other bounds. Each fetch is up to a quarter early, so that edges spread. */
    public JwksSettings refresh(Duration atLeast, Duration atMost) {
        return new JwksSettings(atLeast, atMost, staleFor, interval, timeout, copy, plainLoopback, rotated);
    }

    /** The same with another time for which the issuer may be away. */
    public JwksSettings staleFor(Duration horizon) {
        return new JwksSettings(
                refreshAtLeast, refreshAtMost, horizon, interval, timeout, copy, plainLoopback, rotated);
    }

    /** The same with other distances between fetches. */
    public JwksSettings interval(Duration between) {
        return new JwksSettings(
                refreshAtLeast, refreshAtMost, staleFor, between, timeout, copy, plainLoopback, rotated);
    }

    /** The same with another time limit of a fetch. */
    public JwksSettings timeout(Duration limit) {
        return new JwksSettings(refreshAtLeast, refreshAtMost, staleFor, interval, limit, copy, plainLoopback, rotated);
    }

    /** The same with a copy in that file, which no other issuer's keys share; its directory must exist. */
    public JwksSettings copyIn(Path file) {
        return new JwksSettings(
                refreshAtLeast, refreshAtMost, staleFor, interval, timeout, file, plainLoopback, rotated);
    }

    /** The same, also for {@code http} on {@code localhost}, 127.0.0.0/8 or ::1: whoever is on this machine is trusted. */
    public JwksSettings allowPlainLoopback() {
        return new JwksSettings(refreshAtLeast, refreshAtMost, staleFor, interval, timeout, copy, true, rotated);
    }

    /** The same, telling this of changes: a host may want to end the sessions of keys that are gone. */
    public JwksSettings onRotation(Consumer<KeyRotation> told) {
        return new JwksSettings(refreshAtLeast, refreshAtMost, staleFor, interval, timeout, copy, plainLoopback, told);
    }

    List<String> faults(URI uri) {
        List<String> faults = new ArrayList<>();
        if (!isPlainAddress(uri) || !isSafe(uri)) {
            faults.add(
                    "jwks must be an absolute https address without user or fragment; http is for loopback, and only "
                            + "with allowPlainLoopback()");
        }
        check(faults, "refreshAtLeast", refreshAtLeast, Duration.ofSeconds(1), refreshAtMost);
        check(faults, "refreshAtMost", refreshAtMost, refreshAtLeast, Duration.ofHours(24));
        check(faults, "staleFor", staleFor, refreshAtMost, Duration.ofDays(30));
        check(faults, "interval", interval, Duration.ofSeconds(1), refreshAtLeast);
        check(faults, "timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
        return faults;
    }

    private static boolean isPlainAddress(URI uri) {
        return uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
    }

    private boolean isSafe(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme())
                        && plainLoopback
                        && LOOPBACK.matcher(uri.getHost()).matches());
    }

    private static void check(List<String> faults, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add("jwks." + name + " is " + value + "; set it in [" + least + ", " + most + "]");
        }
    }
}
