package io.tallygate.quota.protocol;

import io.tallygate.quota.ledger.EdgeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One machine with one state directory, and the process that runs there now, if any. */
final class Host {
    /** What was charged under a permit the host still holds. */
    record Charge(Process process, int permit, int cell, int units) {}

    final int number;
    SimDisk disk;

    @Nullable
    Process process;

    @Nullable
    Network network;

    long skewMillis;
    boolean gone;
    /** Lost power, was cloned or is gone: cannot send again all that the ledger once had from it. */
    boolean lossy;
    /** The life that has a twin; 0 when none has. */
    long clonedLife;
    /** Whether two machines claim to be this edge. */
    boolean shared;

    @Nullable
    EdgeId id;

    final Set<EdgeId> ids = new HashSet<>();
    final List<Charge> charges = new ArrayList<>();

    Host(int number, SimDisk disk) {
        this.number = number;
        this.disk = disk;
    }

    boolean up() {
        return process != null && process.alive();
    }

    @Override
    public String toString() {
        return "host" + number;
    }
}
