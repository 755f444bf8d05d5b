package io.tallygate.examples.load;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.spi.Directory;
import java.util.List;
import java.util.Optional;

/** A few records that are never changed. All are looked at each time, so that to find one takes as long as to find none. */
final class Shelf implements Directory {
    private final List<CredentialRecord> records;

    Shelf(List<CredentialRecord> records) {
        this.records = List.copyOf(records);
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        CredentialRecord found = null;
        for (CredentialRecord record : records) {
            found = record.id().equals(id) ? record : found;
        }
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return Optional.empty();
    }
}
