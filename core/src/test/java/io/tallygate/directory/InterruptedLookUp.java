package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Directory;
import java.util.Optional;

/** A directory whose look-ups take their time on the way back: what the test wants happens between answer and return. */
record InterruptedLookUp(Directory behind, Runnable meanwhile) implements Directory {
    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        Optional<CredentialRecord> found = behind.find(id);
        meanwhile.run();
        return found;
    }

    @Override
    public Optional<String> plan(AccountId account) {
        Optional<String> found = behind.plan(account);
        meanwhile.run();
        return found;
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return behind.changes();
    }
}
