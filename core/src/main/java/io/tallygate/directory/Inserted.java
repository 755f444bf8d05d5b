package io.tallygate.directory;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;

/** What every directory says of an insertion that it refuses. */
final class Inserted {
    private Inserted() {}

    static void requireNew(CredentialRecord record) {
        if (record.version() != 0) {
            throw new IllegalArgumentException("credential " + record.id() + " is at version " + record.version()
                    + "; insert takes version 0, update takes what was read");
        }
    }

    static IllegalStateException exists(CredentialId id) {
        return new IllegalStateException("credential " + id + " exists; choose another id, or read and update it");
    }
}
