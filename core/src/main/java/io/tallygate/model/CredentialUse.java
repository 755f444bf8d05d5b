package io.tallygate.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How a credential was used: in a while, or all the time that a directory has kept it. For looking at, never for
 * billing: what edges report may be counted twice when a reply is lost, or not at all when one of them is killed.
 *
 * @param credential which
 * @param lastUsed when last, by the clock of the edge, and only about: an edge does not look at the time of each request
 * @param permits requests that were permitted
 * @param denials requests that were denied after the credential was proven, by reason; none that is zero
 * @param networks where it was used from, as {@link #networkOf} names them, each with the last time; of more than
 *     {@value #MAX_NETWORKS} only the latest. Edges look at some requests only, so a network may be missing
 */
public record CredentialUse(
        CredentialId credential,
        Instant lastUsed,
        long permits,
        Map<Denial, Long> denials,
        Map<Network, Instant> networks) {
    /** The most networks that are kept of one credential. */
    public static final int MAX_NETWORKS = 16;

    private static final int V4_PREFIX = 96 + 24;
    private static final int V6_PREFIX = 64;

    /**
     * Copies the maps.
     *
     * @throws IllegalArgumentException when a count is negative, or a denial is counted with zero
     */
    public CredentialUse {
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(lastUsed, "lastUsed");
        if (permits < 0 || denials.values().stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("uses must not be negative, and denials be at least 1 each");
        }
        denials = Map.copyOf(denials);
        networks = latest(networks);
    }

    /** All that both say. Of times the later holds. */
    public CredentialUse plus(CredentialUse other) {
        Map<Denial, Long> allDenials = new EnumMap<>(Denial.class);
        allDenials.putAll(denials);
        other.denials.forEach((denial, count) -> allDenials.merge(denial, count, Long::sum));
        Map<Network, Instant> allNetworks = new HashMap<>(networks);
        other.networks.forEach((network, seen) -> allNetworks.merge(network, seen, CredentialUse::later));
        return new CredentialUse(
                credential, later(lastUsed, other.lastUsed), permits + other.permits, allDenials, allNetworks);
    }

    /** All requests that were denied. */
    public long denied() {
        return denials.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The network of an address, as far as it usually is one customer's: its /24, and of IPv6 its /64. */
    public static Network networkOf(IpAddress address) {
        return address.isV4()
                ? new Network(new IpAddress(address.high(), address.low() & -1L << (128 - V4_PREFIX)), V4_PREFIX)
                : new Network(new IpAddress(address.high(), 0), V6_PREFIX);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static Map<Network, Instant> latest(Map<Network, Instant> networks) {
        if (networks.size() <= MAX_NETWORKS) {
            return Map.copyOf(networks);
        }
        return networks.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MAX_NETWORKS)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
