package io.tallygate.quota;

import io.tallygate.quota.MarkFile.State;
import java.io.IOException;

/** Lets another life follow the present one without a restart, and says why. Used by the flusher's thread. */
final class Succession {
    private final StateDirectory directory;
    private final Counting counting;
    private final Alarms alarms;
    private Heir heir = Heir.NONE;

    Succession(StateDirectory directory, Counting counting, Alarms alarms) {
        this.directory = directory;
        this.counting = counting;
        this.alarms = alarms;
    }

    /** Whose life is to follow. */
    private enum Heir {
        NONE,
        SAME_EDGE,
        NEW_EDGE
    }

    /** Whether the present life must be followed by another. */
    boolean due() {
        return heir != Heir.NONE;
    }

    /** Begins the next life where it is due. Returns whether it did. */
    boolean succeed() throws IOException {
        if (counting.exhausted()) {
            sameEdge();
        }
        if (heir == Heir.NONE) {
            return false;
        }
        LifeChains next = directory.next(heir == Heir.NEW_EDGE);
        heir = Heir.NONE;
        counting.goOnIn(next.log(), directory.edge().registered());
        return true;
    }

    private void sameEdge() {
        heir = heir == Heir.NONE ? Heir.SAME_EDGE : heir;
    }

    /** Before the lines of windows gone by outgrow the life; then its files expire like those of others. */
    void leaveClosedLinesBehind() {
        if (directory.present().log().mostlyClosed()) {
            sameEdge();
        }
    }

    /** The edge was retired while it served. */
    void retired(LifeChains present) {
        heir = Heir.NEW_EDGE;
        alarms.raise(
                "edge-retired",
                present.edge().value(),
                "edge " + present.edge() + " was retired while it still"
                        + " served; it goes on as a new edge, and what it had not sent becomes an adjustment");
    }

    /** The life was ended by the operator while it counted, or the ledger takes exception to a counter. */
    void quarantined(LifeChains life) {
        if (life == directory.present()) {
            sameEdge();
        }
        alarms.raise(
                "units-quarantined",
                life.log().toString(),
                "the ledger has put units of life "
                        + LifeLog.name(life.log().incarnation())
                        + " into quarantine, because the life was ended or a counter"
                        + " was another account's before; see its health");
    }

    /** Rule 5: the life is frozen where it is, for the operator. The present one is followed under another identity. */
    void disputed(LifeChains life) throws IOException {
        if (life == directory.present()) {
            counting.stop();
            heir = Heir.NEW_EDGE;
        }
        directory.become(life, State.DISPUTED);
        life.reported(false);
        alarms.raise(
                "life-disputed",
                life.log().toString(),
                "another process lives the life of this edge ("
                        + LifeLog.name(life.log().incarnation()) + "): was its memory or disk cloned? Between "
                        + life.log().acknowledged() + " and " + life.log().counted()
                        + " units are billed; the rest waits for the"
                        + " operator in the state directory");
    }
}
