package io.tallygate;

import io.tallygate.model.Demand;
import io.tallygate.model.Entitlement;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Tab;
import org.jspecify.annotations.Nullable;

/**
 * A claim that is kept on this edge. Requests read it without a lock; only its {@link SessionTable} changes more than
 * the time of last use.
 */
final class Session {
    /** Its fingerprint, word by word, so that the look-up which compares them has fetched what the request needs next. */
    private final long first;

    private final long second;
    private final long third;
    private final long fourth;

    private final Claim claim;
    private final Tab tab;
    private final long begun;

    /** For how long its proof is of use. */
    private final long longest;

    private final boolean needsClient;
    private final @Nullable UseCount use;

    /** Copies of what the claim holds: on an edge with many sessions each object on the way is a wait for memory. */
    private final Entitlement entitlement;

    private final Proof<Credential> proof;
    private final boolean unconditional;

    /** The demand whose scopes were found to be held last. Any value that a thread sees is a right one. */
    private @Nullable Demand held;

    /** Elapsed time of the last use, to the grain. */
    private volatile long used;

    private volatile @Nullable SessionEnd end;
    /** The next older one in the same chain of the {@link SessionIndex}. */
    private volatile @Nullable Session older;

    /** Where the table keeps it: guarded by the table's lock. */
    private SessionGroup[] groups = {};

    private int[] slots = {};

    /** @param use where its requests are counted; null when its credential is not watched */
    Session(Fingerprint fingerprint, Claim claim, Tab tab, boolean tabNeedsClient, @Nullable UseCount use, long nanos) {
        this.first = fingerprint.first();
        this.second = fingerprint.second();
        this.third = fingerprint.third();
        this.fourth = fingerprint.fourth();
        this.claim = claim;
        this.tab = tab;
        this.begun = nanos;
        this.longest = claim.left(nanos);
        this.used = nanos;
        this.use = use;
        this.needsClient = claim.networkBound() || tabNeedsClient;
        this.entitlement = claim.entitlement();
        this.proof = claim.proof();
        this.unconditional = entitlement.restrictions().isEmpty() && entitlement.notAfter() == null;
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(first, second, third, fourth);
    }

    boolean isBehind(Fingerprint fingerprint) {
        return fingerprint.is(first, second, third, fourth);
    }

    Claim claim() {
        return claim;
    }

    Entitlement entitlement() {
        return entitlement;
    }

    Proof<Credential> proof() {
        return proof;
    }

    /** Whether the access policy cannot but allow the demand, because it did and nothing it looks at ever changes. */
    boolean allowedBefore(Demand demand) {
        return held == demand;
    }

    /** The access policy has allowed the demand. Remembered only where neither time nor the request can change that. */
    void allowed(Demand demand) {
        if (unconditional) {
            held = demand;
        }
    }

    Tab tab() {
        return tab;
    }

    boolean needsClient() {
        return needsClient;
    }

    @Nullable
    UseCount use() {
        return use;
    }

    /** Whether it may still answer, by elapsed time. */
    boolean liveAt(long nanos, SessionTimes times) {
        long age = nanos - begun;
        return end == null && nanos - used < times.sliding() && age < times.absolute() && age < longest;
    }

    /** Slides the deadline; writes only when that moves it by more than the grain. */
    void touch(long nanos, SessionTimes times) {
        if (nanos - used > times.grain()) {
            used = nanos;
        }
    }

    long used() {
        return used;
    }

    @Nullable
    SessionEnd end() {
        return end;
    }

    void end(SessionEnd why) {
        end = why;
    }

    @Nullable
    Session older() {
        return older;
    }

    void older(@Nullable Session session) {
        older = session;
    }

    void join(SessionGroup[] all) {
        groups = all;
        slots = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            slots[i] = all[i].add(this);
        }
    }

    /** Leaves its groups; returns those that it was in. */
    SessionGroup[] leave() {
        SessionGroup[] left = groups;
        for (int i = 0; i < left.length; i++) {
            left[i].remove(slots[i]);
        }
        groups = new SessionGroup[0];
        return left;
    }

    /** The group has moved it. */
    void moved(SessionGroup group, int slot) {
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] == group) {
                slots[i] = slot;
            }
        }
    }
}
