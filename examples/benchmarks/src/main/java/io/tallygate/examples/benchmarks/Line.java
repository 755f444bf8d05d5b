package io.tallygate.examples.benchmarks;

import io.tallygate.examples.benchmarks.Setting.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One comparison with one peer.
 *
 * @param ours nanoseconds for each operation, as are {@code limit} and {@code peerNanos}
 * @param allocated bytes for each operation of ours
 */
record Line(String name, Clock clock, double ours, double limit, String peer, double peerNanos, double allocated) {
    /** One line for each peer, from the samples of each method. */
    static List<Line> of(Comparison comparison, Map<String, Samples> samples) {
        Samples ours = samples.get(comparison.ours());
        double limit = samples.get(comparison.limit()).nanos();
        return comparison.peers().stream()
                .map(peer -> new Line(
                        comparison.name(),
                        comparison.setting().clock(),
                        ours.nanos(),
                        limit,
                        peer,
                        samples.get(peer).nanos(),
                        ours.bytes()))
                .toList();
    }

    /** How many times as long as the limit we take. */
    double timesLimit() {
        return ours / limit;
    }

    /** How many times as long as we the peer takes. */
    double timesPeer() {
        return peerNanos / ours;
    }

    String text() {
        return format(
                "BENCH %s ours=%.2f limit=%.2f xlimit=%.2f peer=%s peer=%.2f xpeer=%.2f alloc=%.1f",
                name, ours, limit, timesLimit(), peer, peerNanos, timesPeer(), allocated);
    }

    String json() {
        return format(
                "{\"name\":\"%s\",\"clock\":\"%s\",\"ours\":%.2f,\"limit\":%.2f,\"xlimit\":%.2f,"
                        + "\"peer\":\"%s\",\"peerNs\":%.2f,\"xpeer\":%.2f,\"alloc\":%.1f}",
                name,
                clock.name().toLowerCase(Locale.ROOT),
                ours,
                limit,
                timesLimit(),
                peer,
                peerNanos,
                timesPeer(),
                allocated);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
