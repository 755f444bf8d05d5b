package io.tallygate.quota;

import io.tallygate.model.Entitlement;
import io.tallygate.model.Restriction;
import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.quota.ledger.CounterKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** At most so many uses under one id, and the line they are counted on. Thread-safe. */
final class UseLimit {
    private final Counting counting;
    private final CounterKey key;
    private final long uses;
    private final long until;
    private final boolean exact;
    private volatile @Nullable Line line;

    private UseLimit(Counting counting, Entitlement entitlement, MaxUses limit) {
        this.counting = counting;
        this.key = CounterKey.ofUses(entitlement.account(), limit.id());
        this.until = end(entitlement.notAfter());
        this.uses = limit.uses();
        this.exact = limit.exactness() == MaxUses.Exactness.EXACT;
    }

    /** In milliseconds since 1970. What ends beyond all windows has no end; not all such instants could be told. */
    private static long end(@Nullable Instant notAfter) {
        return notAfter != null && notAfter.isBefore(CounterKey.USES.end()) ? notAfter.toEpochMilli() : Long.MAX_VALUE;
    }

    /** One for each id; of limits under the same id the narrowest, so that one admission is one use. */
    static List<UseLimit> of(Entitlement entitlement, Counting counting) {
        Map<String, MaxUses> narrowest = new LinkedHashMap<>();
        for (Restriction restriction : entitlement.restrictions()) {
            if (restriction instanceof MaxUses limit) {
                narrowest.merge(limit.id(), limit, UseLimit::narrower);
            }
        }
        List<UseLimit> limits = new ArrayList<>();
        narrowest.values().forEach(limit -> limits.add(new UseLimit(counting, entitlement, limit)));
        return List.copyOf(limits);
    }

    private static MaxUses narrower(MaxUses one, MaxUses other) {
        MaxUses fewer = one.uses() <= other.uses() ? one : other;
        return new MaxUses(one.id(), fewer.uses(), stricter(one.exactness(), other.exactness()));
    }

    private static MaxUses.Exactness stricter(MaxUses.Exactness one, MaxUses.Exactness other) {
        return one == MaxUses.Exactness.EXACT ? one : other;
    }

    boolean exact() {
        return exact;
    }

    long uses() {
        return uses;
    }

    /** The line to count on now; null when there is none. */
    @Nullable
    Line line() {
        Line known = line;
        if (known == null || known.frozen()) {
            known = counting.usesLine(key, until);
            line = known;
        }
        return known;
    }
}
