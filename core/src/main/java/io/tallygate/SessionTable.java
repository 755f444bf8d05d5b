package io.tallygate;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.spi.Tab;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of an edge. Look-ups take no lock; all changes take the one lock, under which no code of others runs:
 * tabs are closed and the listener is told behind it.
 *
 * <p><strong>Bounds.</strong> One session more than a subject may have ends the subject's idlest. One more than fit in
 * all ends the idlest of {@value #SAMPLE} taken at random: close to least recently used, in constant time.
 *
 * <p><strong>Revocation and change.</strong> A revocation, or a change of the directory, is remembered before the lock is
 * taken, and a session is added only when none covers it, under the lock. So whichever comes first, no session outlives
 * its revocation, or begins from older state than what was applied.
 */
final class SessionTable {
    private static final int SAMPLE = 8;
    private static final int CHUNK = 1024;

    private final SessionTimes times;
    private final int maxPerSubject;
    private final int maxTotal;
    private final Listener listener;
    private final Trouble trouble;
    private final Revocations revocations;
    private final RecentChanges changes;
    private final SessionIndex index;

    private final Object lock = new Object();
    private final SessionGroup all = new SessionGroup(null);
    private final Map<Revocation, SessionGroup> named = new HashMap<>();
    private long dice;
    private boolean closed;

    /** With a seed for the choice among the idle. */
    SessionTable(
            SessionSettings settings,
            Revocations revocations,
            RecentChanges changes,
            Listener listener,
            Trouble trouble,
            long seed) {
        this.revocations = revocations;
        this.changes = changes;
        this.times = SessionTimes.of(settings);
        this.maxPerSubject = settings.maxPerSubject();
        this.maxTotal = settings.maxTotal();
        this.index = new SessionIndex(maxTotal);
        this.listener = listener;
        this.trouble = trouble;
        this.dice = seed | 1;
    }

    SessionTimes times() {
        return times;
    }

    int size() {
        synchronized (lock) {
            return all.size();
        }
    }

    /** The youngest live session behind the fingerprint. Allocates nothing. */
    @Nullable
    Session find(Fingerprint fingerprint, long nanos) {
        for (Session session = index.chain(fingerprint); session != null; session = session.older()) {
            if (session.isBehind(fingerprint) && session.liveAt(nanos, times)) {
                return session;
            }
        }
        return null;
    }

    /** Whether a revocation covers it. */
    boolean revoked(Entitlement entitlement) {
        return revocations.cover(entitlement);
    }

    /**
     * Adds a session; its tab is closed again if it is not needed.
     *
     * @return that session; or another one of the same claim that is live already; or null when a revocation covers it,
     *     the directory has changed since its look-up, or the table is closed
     */
    @Nullable
    Session add(Session fresh, long nanos) {
        List<Session> ended = new ArrayList<>();
        Session kept;
        synchronized (lock) {
            kept = addLocked(fresh, nanos, ended);
        }
        if (kept == fresh) {
            listener.onSessionBegin(fresh.entitlement());
        } else {
            closeTab(fresh.tab());
        }
        tell(ended);
        return kept;
    }

    private @Nullable Session addLocked(Session fresh, long nanos, List<Session> ended) {
        if (closed || changes.outdate(fresh.claim()) || revocations.cover(fresh.entitlement())) {
            return null;
        }
        Fingerprint fingerprint = fresh.fingerprint();
        for (Session other = index.chain(fingerprint); other != null; other = other.older()) {
            if (other.isBehind(fingerprint) && other.claim() == fresh.claim() && other.liveAt(nanos, times)) {
                return other;
            }
        }
        makeRoom(fresh.entitlement(), ended);
        fresh.join(groupsOf(fresh.entitlement()));
        index.add(fresh);
        return fresh;
    }

    private void makeRoom(Entitlement entitlement, List<Session> ended) {
        SessionGroup ofSubject = named.get(new Revocation.OfSubject(entitlement.account(), entitlement.subject()));
        if (ofSubject != null && ofSubject.size() >= maxPerSubject) {
            endLocked(ofSubject.idlest(), SessionEnd.EVICTED, ended);
        }
        if (all.size() >= maxTotal) {
            endLocked(idlestOfSample(), SessionEnd.EVICTED, ended);
        }
    }

    private Session idlestOfSample() {
        Session idlest = all.get(roll());
        for (int i = 1; i < SAMPLE; i++) {
            Session next = all.get(roll());
            if (next.used() - idlest.used() < 0) {
                idlest = next;
            }
        }
        return idlest;
    }

    /** A slot by Marsaglia's xorshift: fair enough, and no secret hangs on it. */
    private int roll() {
        dice ^= dice << 13;
        dice ^= dice >>> 7;
        dice ^= dice << 17;
        return (int) Long.remainderUnsigned(dice, all.size());
    }

    private SessionGroup[] groupsOf(Entitlement entitlement) {
        List<SessionGroup> groups = new ArrayList<>();
        groups.add(all);
        for (Revocation name : Revocations.naming(entitlement)) {
            groups.add(named.computeIfAbsent(name, SessionGroup::new));
        }
        return groups.toArray(SessionGroup[]::new);
    }

    private void endLocked(Session session, SessionEnd why, List<Session> ended) {
        if (session.end() != null) {
            return;
        }
        session.end(why);
        for (SessionGroup left : session.leave()) {
            if (left.name() != null && left.size() == 0) {
                named.remove(left.name());
            }
        }
        index.remove(session);
        ended.add(session);
    }

    /** Ends what the revocation covers. That nothing of it begins again is up to its standing in the revocations. */
    void revoke(Revocation revocation) {
        Revocation name = revocation instanceof Revocation.IssuedBefore before ? before.among() : revocation;
        end(name, revocation::covers, SessionEnd.REVOKED);
    }

    /** Ends what rests on the credential, and lets none of it begin again until it is released. */
    void suspend(CredentialId credential) {
        revocations.suspend(credential);
        revoke(new Revocation.OfCredential(credential));
    }

    void release(CredentialId credential) {
        revocations.release(credential);
    }

    /** Ends some of those that the revocation would name; null names all. */
    void end(@Nullable Revocation name, Predicate<Entitlement> which, SessionEnd why) {
        List<Session> ended = new ArrayList<>();
        synchronized (lock) {
            SessionGroup group = name == null ? all : named.get(name);
            for (Session session : group == null ? List.<Session>of() : group.copy()) {
                if (which.test(session.entitlement())) {
                    endLocked(session, why, ended);
                }
            }
        }
        tell(ended);
    }

    /** Ends those of them that have not ended yet. */
    void end(Collection<Session> sessions, SessionEnd why) {
        List<Session> ended = new ArrayList<>();
        synchronized (lock) {
            sessions.forEach(session -> endLocked(session, why, ended));
        }
        tell(ended);
    }

    /** Ends those whose time is over. The lock is let go now and then, so that no request waits for all of it. */
    void sweep(long nanos, long epochMillis) {
        int slot = size();
        while (slot > 0) {
            List<Session> ended = new ArrayList<>();
            synchronized (lock) {
                // Downwards, because a gap is filled from the end with what was seen already.
                int from = Math.min(slot, all.size());
                int to = Math.max(0, from - CHUNK);
                for (slot = from; slot > to; slot--) {
                    Session session = all.get(slot - 1);
                    if (over(session, nanos, epochMillis)) {
                        endLocked(session, SessionEnd.EXPIRED, ended);
                    }
                }
            }
            tell(ended);
        }
    }

    private boolean over(Session session, long nanos, long epochMillis) {
        return !session.liveAt(nanos, times) || AccessPolicy.isOver(session.entitlement(), epochMillis);
    }

    /** The live sessions behind which a record of the directory stands. */
    List<Session> recorded() {
        List<Session> copy;
        synchronized (lock) {
            copy = all.copy();
        }
        return copy.stream()
                .filter(session -> session.entitlement().provenance().credential() != null)
                .toList();
    }

    /** Ends all, and lets none begin. */
    void close() {
        List<Session> ended = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            all.copy().forEach(session -> endLocked(session, SessionEnd.CLOSED, ended));
        }
        tell(ended);
    }

    private void tell(List<Session> ended) {
        for (Session session : ended) {
            closeTab(session.tab());
            SessionEnd why = session.end();
            if (why != null) {
                listener.onSessionEnd(session.entitlement(), why);
            }
        }
    }

    /** Closes a tab, whatever it does. */
    void closeTab(Tab tab) {
        try {
            tab.close();
        } catch (Throwable e) {
            trouble.report("tab-close-failed", "a meter's tab could not be closed", e);
        }
    }
}
