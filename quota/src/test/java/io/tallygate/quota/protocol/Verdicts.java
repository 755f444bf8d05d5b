package io.tallygate.quota.protocol;

import java.util.ArrayList;
import java.util.List;

/** What a run was found guilty of. */
final class Verdicts {
    final List<String> found = new ArrayList<>();
    long lost;
    long doubled;
    long changed;
    long premature;
    long stuck;

    boolean clean() {
        return found.isEmpty();
    }

    void lost(String where, long units) {
        if (units > 0) {
            lost += units;
            found.add("LOST " + units + " of " + where);
        }
    }

    void doubled(String where, long units) {
        if (units > 0) {
            doubled += units;
            found.add("DOUBLE " + units + " of " + where);
        }
    }

    void changed(String what) {
        changed++;
        found.add("CHANGED " + what);
    }

    void premature(String where, long units) {
        if (units > 0) {
            premature++;
            found.add("COMPLETE WITHOUT " + units + " of " + where);
        }
    }

    void stuck(String what) {
        stuck++;
        found.add("STUCK " + what);
    }
}
