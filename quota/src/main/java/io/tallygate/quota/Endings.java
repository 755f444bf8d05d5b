package io.tallygate.quota;

import io.tallygate.quota.MarkFile.State;
import io.tallygate.quota.ledger.EndProof;
import io.tallygate.quota.ledger.Ledger;
import java.io.IOException;

/** Rules 5 and 9: tells the ledger how earlier lives ended, and deletes the files of those that ended long ago. */
final class Endings {
    private final StateDirectory directory;
    private final Ledger ledger;
    private final String label;

    Endings(StateDirectory directory, MeterSettings settings) {
        this.directory = directory;
        this.ledger = settings.ledger;
        this.label = settings.label;
    }

    /** The present life is over, and the ledger has all of it. */
    void tellCleanClose() throws IOException {
        LifeChains present = directory.present();
        directory.become(present, State.CLOSED);
        ledger.ended(present.life(label), EndProof.CLEAN_CLOSE);
        present.reported(true);
        directory.become(present, State.ENDED);
    }

    void tellDisputes() {
        for (LifeChains life : directory.earlier()) {
            if (life.state() == State.DISPUTED && !life.reported()) {
                ledger.disputed(
                        life.life(label), life.log().acknowledged(), life.log().counted());
                life.reported(true);
            }
        }
    }

    /** What ended before is said again to a ledger that has lost it. */
    void tellEnds() throws IOException {
        for (LifeChains life : directory.earlier()) {
            EndProof proof = life.proof(directory.place());
            if (life.state() != State.DISPUTED && proof != null && life.settled()) {
                tellEnd(life, proof);
            }
        }
    }

    private void tellEnd(LifeChains life, EndProof proof) throws IOException {
        if (!life.reported()) {
            ledger.ended(life.life(label), proof);
            life.reported(true);
        }
        if (life.state() != State.ENDED) {
            directory.become(life, State.ENDED);
        }
    }

    void deleteEndedBefore(long epochMillis) throws IOException {
        for (LifeChains life : directory.earlier()) {
            if (life.endedBefore(epochMillis)) {
                directory.forget(life);
            }
        }
    }
}
