package io.tallygate;

import io.tallygate.model.Entitlement;
import io.tallygate.model.Revocation;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The revocations that one source has said, each until its end. They are found by what they name: an entitlement is
 * compared with those that name it, and with those that name everything there is. Thread-safe; readers take no lock.
 */
final class StandingRevocations {
    /** Kept for so long behind its end, because the clocks of edges, centre and issuers differ. */
    static final Duration MARGIN = Duration.ofHours(1);

    /** The name of what is revoked without being named: see {@link Revocation.IssuedBefore#among()}. */
    private static final Object EVERYTHING = new Object();

    private final TimeSource time;

    /** By what they name. The inner maps are never changed, only replaced. */
    private final Map<Object, Map<Revocation, End>> byName = new ConcurrentHashMap<>();

    StandingRevocations(TimeSource time) {
        this.time = time;
    }

    /** @param until when it may be forgotten; null for never */
    void add(Revocation what, @Nullable Instant until) {
        End end = until == null ? End.NEVER : End.at(until, time);
        byName.merge(nameOf(what), Map.of(what, end), StandingRevocations::union);
    }

    void remove(Revocation what) {
        byName.computeIfPresent(nameOf(what), (name, there) -> without(there, Set.of(what)));
    }

    /** Takes back all but these. */
    void retain(Set<Revocation> spared) {
        byName.keySet()
                .forEach(name -> byName.computeIfPresent(name, (same, there) -> {
                    Set<Revocation> gone = new HashSet<>(there.keySet());
                    gone.removeAll(spared);
                    return without(there, gone);
                }));
    }

    boolean cover(Entitlement entitlement) {
        if (byName.isEmpty()) {
            return false;
        }
        List<Revocation> names = Revocations.naming(entitlement);
        return anyCovers(EVERYTHING, entitlement) || names.stream().anyMatch(name -> anyCovers(name, entitlement));
    }

    private boolean anyCovers(Object name, Entitlement entitlement) {
        Map<Revocation, End> there = byName.get(name);
        return there != null && there.keySet().stream().anyMatch(what -> what.covers(entitlement));
    }

    /** Forgets those that may be. */
    void sweep() {
        long nanos = time.nanos();
        long epochMillis = time.epochMillis();
        byName.keySet()
                .forEach(name -> byName.computeIfPresent(name, (same, there) -> {
                    Set<Revocation> gone = new HashSet<>();
                    there.forEach((what, end) -> {
                        if (end.isOver(nanos, epochMillis)) {
                            gone.add(what);
                        }
                    });
                    return without(there, gone);
                }));
    }

    int size() {
        return byName.values().stream().mapToInt(Map::size).sum();
    }

    private static Object nameOf(Revocation what) {
        if (what instanceof Revocation.IssuedBefore before) {
            return before.among() == null ? EVERYTHING : before.among();
        }
        return what;
    }

    private static Map<Revocation, End> union(Map<Revocation, End> some, Map<Revocation, End> others) {
        Map<Revocation, End> all = new HashMap<>(some);
        all.putAll(others);
        return Map.copyOf(all);
    }

    private static @Nullable Map<Revocation, End> without(Map<Revocation, End> some, Set<Revocation> gone) {
        if (gone.isEmpty()) {
            return some;
        }
        Map<Revocation, End> rest = new HashMap<>(some);
        rest.keySet().removeAll(gone);
        return rest.isEmpty() ? null : Map.copyOf(rest);
    }

    /**
     * The end of a revocation by both clocks, so that a wall clock that is put forward for a while makes none be
     * forgotten.
     */
    private record End(long epochMillis, long nanos) {
        /** What ends later than this never ends. */
        static final Duration LONGEST = Duration.ofDays(36_500);

        static final End NEVER = new End(Long.MAX_VALUE, 0);

        static End at(Instant until, TimeSource time) {
            Instant now = Instant.ofEpochMilli(time.epochMillis());
            Duration left = until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
            if (left.compareTo(LONGEST) > 0) {
                return NEVER;
            }
            Duration kept = left.plus(MARGIN);
            return new End(now.plus(kept).toEpochMilli(), time.nanos() + kept.toNanos());
        }

        boolean isOver(long nowNanos, long nowMillis) {
            return nowMillis >= epochMillis && nowNanos - nanos >= 0;
        }
    }
}
