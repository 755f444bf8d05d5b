package io.tallygate;

import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All revocations since the gate opened. They are kept because a look-up that began before one may end after it.
 * Thread-safe.
 */
final class Revocations {
    private final Set<Revocation> named = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Instant> issuedBefore = new AtomicReference<>(Instant.MIN);

    void add(Revocation revocation) {
        if (revocation instanceof Revocation.IssuedBefore before) {
            issuedBefore.accumulateAndGet(before.instant(), (a, b) -> a.isAfter(b) ? a : b);
        } else {
            named.add(revocation);
        }
    }

    boolean cover(Entitlement entitlement) {
        return (!named.isEmpty() && naming(entitlement).stream().anyMatch(named::contains)) || tooOld(entitlement);
    }

    private boolean tooOld(Entitlement entitlement) {
        Instant before = issuedBefore.get();
        return !before.equals(Instant.MIN) && new Revocation.IssuedBefore(before).covers(entitlement);
    }

    /** Every revocation that would name the entitlement rather than its age; what sessions are indexed by. */
    static List<Revocation> naming(Entitlement entitlement) {
        Provenance provenance = entitlement.provenance();
        List<Revocation> all = new ArrayList<>(5);
        all.add(new Revocation.OfSubject(entitlement.account(), entitlement.subject()));
        all.add(new Revocation.OfAccount(entitlement.account()));
        if (provenance.credential() != null) {
            all.add(new Revocation.OfCredential(provenance.credential()));
        }
        if (provenance.issuer() != null && provenance.keyId() != null) {
            all.add(new Revocation.OfKey(provenance.issuer(), provenance.keyId()));
        }
        if (provenance.issuer() != null && provenance.tokenId() != null) {
            all.add(new Revocation.OfToken(provenance.issuer(), provenance.tokenId()));
        }
        return all;
    }
}
