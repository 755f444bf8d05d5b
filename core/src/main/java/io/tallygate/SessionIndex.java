package io.tallygate;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds sessions by fingerprint: a hash table whose chains are the sessions themselves, younger before older. A look-up
 * so waits for memory twice, for the head of a chain and for the session; a general map has its own entries and keys in
 * between. There are as many chains as sessions there may be, from the start, at 4 to 16 bytes each: nothing ever moves
 * to another chain.
 *
 * <p>Readers take no lock: they may walk a chain while it changes. A session that is in the index from the beginning to
 * the end of a walk is met by it: new ones come in front, one that is taken out is bypassed and keeps its own link for
 * the readers who stand on it, and none comes back. Changes are guarded by the lock of the {@link SessionTable}.
 */
final class SessionIndex {
    private final AtomicReferenceArray<@Nullable Session> heads;
    private final int mask;

    /** For so many sessions; more only make it slower. */
    SessionIndex(int sessions) {
        this.mask = Integer.highestOneBit(Math.max(1, sessions * 2 - 1)) - 1;
        this.heads = new AtomicReferenceArray<>(mask + 1);
    }

    /** The youngest session of the chain in which those behind the fingerprint are, among others. */
    @Nullable
    Session chain(Fingerprint fingerprint) {
        return heads.get(fingerprint.hashCode() & mask);
    }

    void add(Session session) {
        int slot = session.fingerprint().hashCode() & mask;
        session.older(heads.get(slot));
        heads.set(slot, session);
    }

    void remove(Session session) {
        int slot = session.fingerprint().hashCode() & mask;
        Session head = heads.get(slot);
        if (head == session) {
            heads.set(slot, session.older());
            return;
        }
        for (Session younger = head; younger != null; younger = younger.older()) {
            if (younger.older() == session) {
                younger.older(session.older());
                return;
            }
        }
    }
}
