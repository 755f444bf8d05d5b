package io.tallygate.quota;

import io.tallygate.limit.Gcra;
import io.tallygate.model.AccountId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Provenance;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.PlanRate;
import io.tallygate.quota.plan.RateScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What all sessions of one account under one plan share: the limiters of the plan's rates. Thread-safe. */
final class MeteredAccount {
    private static final String NO_ROUTE = "-";
    private static final long ADDRESS_UNKNOWN = 0;

    private final AccountId account;
    private final Plan plan;
    private final AtomicInteger forgotten = new AtomicInteger();
    private final List<Gcra> forAccount = new ArrayList<>();
    private final List<LimiterPool<String>> perKey = new ArrayList<>();
    private final List<LimiterPool<String>> perRoute = new ArrayList<>();
    private final List<LimiterPool<Network>> perAddress = new ArrayList<>();

    MeteredAccount(AccountId account, Plan plan, long nanos) {
        this.account = account;
        this.plan = plan;
        for (PlanRate rate : plan.rates()) {
            switch (rate.scope()) {
                case ACCOUNT -> forAccount.add(new Gcra(rate.limit(), nanos));
                case KEY -> perKey.add(new LimiterPool<>(rate.limit(), nanos, forgotten));
                case ROUTE -> perRoute.add(new LimiterPool<>(rate.limit(), nanos, forgotten));
                case ADDRESS -> perAddress.add(new LimiterPool<>(rate.limit(), nanos, forgotten));
            }
        }
    }

    /** An address of version 4, or a /64 of version 6: what one subscriber is given. */
    private record Network(long high, long low) {
        static Network of(@Nullable IpAddress address) {
            if (address == null) {
                return new Network(ADDRESS_UNKNOWN, ADDRESS_UNKNOWN);
            }
            return new Network(address.high(), address.isV4() ? address.low() : ADDRESS_UNKNOWN);
        }
    }

    AccountId account() {
        return account;
    }

    Plan plan() {
        return plan;
    }

    boolean limits(RateScope scope) {
        return plan.rates().stream().anyMatch(it -> it.scope() == scope);
    }

    /** Changes when limiters fetched before must be fetched again. */
    int generation() {
        return forgotten.get();
    }

    /** The limiters of one request. Requests without a route share one, and so do those from nowhere known. */
    Gcra[] limiters(Entitlement who, @Nullable String route, @Nullable IpAddress client, long nanos) {
        List<Gcra> limiters = new ArrayList<>(forAccount);
        perKey.forEach(pool -> limiters.add(pool.of(credential(who), nanos)));
        perRoute.forEach(pool -> limiters.add(pool.of(route == null ? NO_ROUTE : route, nanos)));
        perAddress.forEach(pool -> limiters.add(pool.of(Network.of(client), nanos)));
        return limiters.toArray(Gcra[]::new);
    }

    /** The directory's record; or who the issuer says it is, so that a fresh token is not a fresh limit. */
    private static String credential(Entitlement who) {
        Provenance from = who.provenance();
        return from.credential() != null
                ? "c " + from.credential().value()
                : "t " + from.issuer() + " " + who.subject();
    }

    /** Whether to forget it would change nothing; then its pools are empty, too. */
    boolean rested(long nanos) {
        perKey.forEach(pool -> pool.forgetRested(nanos));
        perRoute.forEach(pool -> pool.forgetRested(nanos));
        perAddress.forEach(pool -> pool.forgetRested(nanos));
        return forAccount.stream().allMatch(it -> it.nanosToReset(nanos) == 0)
                && perKey.stream().allMatch(pool -> pool.size() == 0)
                && perRoute.stream().allMatch(pool -> pool.size() == 0)
                && perAddress.stream().allMatch(pool -> pool.size() == 0);
    }
}
