package io.tallygate.quota;

import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.ledger.Ledger;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rule 4: the ledger went back, and everything of every kept file is sent again. Used by the flusher's thread; what is
 * under way is read by any.
 */
final class Recovery {
    private final StateDirectory directory;
    private final Ledger ledger;
    private final String label;
    private final Alarms alarms;
    private volatile long underWay;
    private int begun;

    Recovery(StateDirectory directory, MeterSettings settings, Alarms alarms) {
        this.directory = directory;
        this.ledger = settings.ledger;
        this.label = settings.label;
        this.alarms = alarms;
    }

    /** The number of the recovery that is under way here, or 0. */
    long underWay() {
        return underWay;
    }

    /** How often one was begun here. */
    int begun() {
        return begun;
    }

    /** Heals for a recovery that the ledger has no report of from this edge; 0 when there is none. */
    void report(long recovery) {
        if (recovery != 0 && recovery != underWay) {
            begin(recovery);
        }
    }

    /** The chain that noticed fits by now, so this is the only notice there will be: it is put down before all else. */
    void putDown() throws IOException {
        directory.change(directory.edge().recovered(EdgeFile.OWED));
        underWay = 0;
    }

    /** Gives notice that the ledger has forgotten something of that life. */
    void tellWentBack(LifeChains life) {
        begin(ledger.wentBack(life.life(label)));
    }

    /** Gives a notice that could not be given, perhaps by a process before this one. */
    void tellOwed() {
        if (directory.edge().recovery() == EdgeFile.OWED && underWay == 0) {
            tellWentBack(directory.present());
        }
    }

    private void begin(long recovery) {
        underWay = recovery;
        begun++;
        directory.sendable().forEach(LifeChains::sendAllAgain);
        alarms.raise(
                "ledger-went-back",
                "recovery " + recovery,
                "the ledger has lost some of what it had acknowledged (recovery " + recovery
                        + "); this edge sends all it keeps again. Confirm the list of edges to the ledger when all have"
                        + " reported");
    }

    /** Reports that all was sent again, once it was. */
    void tellRecovered() throws IOException {
        long recovery = underWay;
        if (recovery != 0 && directory.sendable().stream().allMatch(LifeChains::allSentAgain)) {
            Set<EdgeId> edges =
                    directory.sendable().stream().map(LifeChains::edge).collect(Collectors.toSet());
            edges.forEach(it -> ledger.recovered(it, recovery));
            directory.change(directory.edge().recovered(recovery));
            underWay = 0;
            alarms.clear("ledger-went-back", "recovery " + recovery);
        }
    }
}
