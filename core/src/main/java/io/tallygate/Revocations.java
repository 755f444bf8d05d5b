package io.tallygate;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All revocations since the gate opened. They are kept because a look-up that began before one may end after it.
 * Thread-safe.
 */
final class Revocations {
    private final Set<Revocation> named = ConcurrentHashMap.newKeySet();

    /** By the monitor, which takes back what it has said and nothing else. */
    private final Set<CredentialId> suspended = ConcurrentHashMap.newKeySet();

    private final AtomicReference<Revocation.@Nullable IssuedBefore> latest = new AtomicReference<>();

    void add(Revocation revocation) {
        if (revocation instanceof Revocation.IssuedBefore before) {
            latest.accumulateAndGet(before, Revocations::later);
        } else {
            named.add(revocation);
        }
    }

    void suspend(CredentialId credential) {
        suspended.add(credential);
    }

    void release(CredentialId credential) {
        suspended.remove(credential);
    }

    boolean cover(Entitlement entitlement) {
        return isSuspended(entitlement.provenance().credential())
                || (!named.isEmpty() && naming(entitlement).stream().anyMatch(named::contains))
                || tooOld(entitlement);
    }

    private boolean isSuspended(@Nullable CredentialId credential) {
        return credential != null && !suspended.isEmpty() && suspended.contains(credential);
    }

    private static Revocation.@Nullable IssuedBefore later(
            Revocation.@Nullable IssuedBefore one, Revocation.@Nullable IssuedBefore other) {
        return one == null || (other != null && one.instant().isBefore(other.instant())) ? other : one;
    }

    private boolean tooOld(Entitlement entitlement) {
        Revocation.IssuedBefore before = latest.get();
        return before != null && before.covers(entitlement);
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
