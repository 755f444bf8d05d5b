package io.tallygate;

import io.tallygate.model.Change;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Listener.SessionEnd;

/**
 * Ends the sessions that a change of the directory overtakes. What is ended is first barred from beginning again: by the
 * recent changes, or by a revocation that stands.
 */
final class SessionUpkeep implements ChangeReader {
    private final SessionTable sessions;
    private final Revocations revocations;
    private final RecentChanges changes;

    SessionUpkeep(SessionTable sessions, Revocations revocations, RecentChanges changes) {
        this.sessions = sessions;
        this.revocations = revocations;
        this.changes = changes;
    }

    /**
     * The records behind the sessions are left to be read again. Where there is no record that could be, the session
     * ends: its account may be under another plan by now.
     */
    @Override
    public void begin(ChangeFeed feed, ChangeFeed.State state) {
        changes.beginAnew();
        revocations.hearAll(state.revocations());
        state.revocations().forEach(revoked -> sessions.revoke(revoked.what()));
        sessions.end(null, SessionUpkeep::isUnrecorded, SessionEnd.CHANGED);
    }

    private static boolean isUnrecorded(Entitlement entitlement) {
        return entitlement.provenance().credential() == null;
    }

    @Override
    public void apply(Change change) {
        if (change instanceof Change.Revoked revoked) {
            revocations.hear(revoked);
            sessions.revoke(revoked.what());
            return;
        }
        changes.add(change);
        if (change instanceof Change.Updated updated) {
            end(new Revocation.OfCredential(updated.credential()), change);
        } else if (change instanceof Change.Removed removed) {
            end(new Revocation.OfCredential(removed.credential()), change);
        } else if (change instanceof Change.Assigned assigned) {
            end(new Revocation.OfAccount(assigned.account()), change);
        } else if (change instanceof Change.Reinstated reinstated) {
            revocations.reinstate(reinstated.what());
        }
    }

    private void end(Revocation name, Change change) {
        sessions.end(name, entitlement -> RecentChanges.outdates(change, entitlement), SessionEnd.CHANGED);
    }

    @Override
    public void caughtUp(long epochMillis) {
        // Nothing here rests on how long ago that was.
    }
}
