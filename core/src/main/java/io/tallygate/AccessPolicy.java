package io.tallygate;

import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Network;
import io.tallygate.model.Restriction;
import io.tallygate.model.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one evaluator of what an entitlement allows. Pure; allocates next to nothing. */
final class AccessPolicy {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private AccessPolicy() {}

    /**
     * Why the request may not pass, or null when it may.
     *
     * @param client the caller's address; null when it is unknown, which is in no network
     */
    static @Nullable Denial check(
            Entitlement entitlement,
            Demand demand,
            InboundRequest request,
            @Nullable IpAddress client,
            long epochMillis) {
        if (isOver(entitlement, epochMillis)) {
            return Denial.EXPIRED;
        }
        List<Restriction> restrictions = entitlement.restrictions();
        for (int i = 0; i < restrictions.size(); i++) {
            Denial denial = check(restrictions.get(i), request, client, epochMillis);
            if (denial != null) {
                return denial;
            }
        }
        return holdsAll(entitlement.scopes(), demand.scopes()) ? null : Denial.INSUFFICIENT_SCOPE;
    }

    /** Whether the entitlement's end has come. */
    static boolean isOver(Entitlement entitlement, long epochMillis) {
        Instant notAfter = entitlement.notAfter();
        return notAfter != null && !before(epochMillis, notAfter);
    }

    private static @Nullable Denial check(
            Restriction restriction, InboundRequest request, @Nullable IpAddress client, long epochMillis) {
        if (restriction instanceof Restriction.Networks networks) {
            return client != null && anyContains(networks.networks(), client) ? null : Denial.NETWORK_NOT_ALLOWED;
        }
        boolean holds;
        if (restriction instanceof Restriction.Methods methods) {
            holds = methods.methods().contains(request.method());
        } else if (restriction instanceof Restriction.Paths paths) {
            holds = PathPatterns.matches(request.target(), paths.patterns());
        } else if (restriction instanceof Restriction.During during) {
            holds = !before(epochMillis, during.from()) && before(epochMillis, during.until());
        } else {
            holds = restriction instanceof Restriction.MaxUses; // the meter's to count, when all else holds
        }
        return holds ? null : Denial.RESTRICTED;
    }

    private static boolean anyContains(Set<Network> networks, IpAddress client) {
        for (Network network : networks) {
            if (network.contains(client)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsAll(Set<Scope> held, List<Scope> required) {
        for (int i = 0; i < required.size(); i++) {
            if (!held.contains(required.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Compares exactly, without an object and without overflow at the far ends of time. */
    private static boolean before(long epochMillis, Instant instant) {
        long second = Math.floorDiv(epochMillis, 1000L);
        if (second != instant.getEpochSecond()) {
            return second < instant.getEpochSecond();
        }
        return Math.floorMod(epochMillis, 1000) * NANOS_PER_MILLI < instant.getNano();
    }
}
