package io.tallygate.quota.protocol;

import io.tallygate.quota.StateDisk;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Where a broken double can be put. As it is, nothing is broken. */
class Seams {
    /** The most time since an edge was heard of at which a ledger calls a statement complete. */
    static final Duration HEARD_WITHIN = Duration.ofHours(1);

    InMemoryLedger database(TimeSource time) {
        return new InMemoryLedger(time, HEARD_WITHIN);
    }

    /** The ledger that edges and billing see. */
    Ledger ledger(InMemoryLedger database) {
        return database;
    }

    /** The partition is about to be released, or was just adopted again. */
    void moving(InMemoryLedger database, int partition, boolean away) {}

    /** How long an edge keeps the files of ended lives: longer than any backup is old. */
    Duration keepEndedLives() {
        return Duration.ofDays(400);
    }

    /** Whether the disk does what it was asked to. */
    boolean forces(String file) {
        return true;
    }

    long random(SplittableRandom random) {
        return random.nextLong();
    }

    StateDisk.Place place(StateDisk.Place place) {
        return place;
    }

    List<String> list(List<String> files) {
        return files;
    }
}
