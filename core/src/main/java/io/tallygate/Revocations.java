package io.tallygate;

import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The revocations that stand on this edge: those that its host has said, and those that the directory's log has. The
 * directory takes back only its own. They are kept until nothing that they cover can still be valid, because what was
 * revoked may be presented again, and because a look-up that began before one may end after it. Thread-safe.
 */
final class Revocations {
    private final StandingRevocations local;
    private final StandingRevocations heard;

    /** By the monitor, which takes back what it has said and nothing else. */
    private final Set<CredentialId> suspended = ConcurrentHashMap.newKeySet();

    Revocations(TimeSource time) {
        this.local = new StandingRevocations(time);
        this.heard = new StandingRevocations(time);
    }

    /** The host's word, for this edge. */
    void say(Revocation what, @Nullable Instant until) {
        local.add(what, until);
    }

    /** The directory's word. */
    void hear(Change.Revoked revoked) {
        heard.add(revoked.what(), revoked.until());
    }

    void reinstate(Revocation what) {
        heard.remove(what);
    }

    /** The directory's word is these and no others. At no time is one missing that stands before and after. */
    void hearAll(List<Change.Revoked> standing) {
        standing.forEach(this::hear);
        heard.retain(standing.stream().map(Change.Revoked::what).collect(Collectors.toUnmodifiableSet()));
    }

    void suspend(CredentialId credential) {
        suspended.add(credential);
    }

    void release(CredentialId credential) {
        suspended.remove(credential);
    }

    boolean cover(Entitlement entitlement) {
        return isSuspended(entitlement.provenance().credential())
                || local.cover(entitlement)
                || heard.cover(entitlement);
    }

    private boolean isSuspended(@Nullable CredentialId credential) {
        return credential != null && !suspended.isEmpty() && suspended.contains(credential);
    }

    void sweep() {
        local.sweep();
        heard.sweep();
    }

    int size() {
        return local.size() + heard.size();
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
        if (provenance.issuer() != null) {
            for (String ancestor : provenance.ancestors()) {
                all.add(new Revocation.OfToken(provenance.issuer(), ancestor));
            }
        }
        return all;
    }
}
