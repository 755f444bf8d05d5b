package io.tallygate.spi;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The centre's knowledge of who exists and what they may. Knows no kind of credential in particular. Thread-safe; may
 * block on I/O; the gate bounds how many calls are made at once and how long it waits.
 */
public interface Directory {
    /**
     * The record of that id, as it is now, with its account's plan filled in.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    Optional<CredentialRecord> find(CredentialId id);

    /**
     * The records of those ids that exist; how live sessions are re-read. One call to the centre where it can be.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    default Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        Map<CredentialId, CredentialRecord> found = new HashMap<>();
        for (CredentialId id : ids) {
            find(id).ifPresent(record -> found.put(id, record));
        }
        return found;
    }

    /**
     * The name of the account's plan; for credentials that no record stands behind.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    Optional<String> plan(AccountId account);

    /**
     * The log of its changes, which the gate follows so that a change takes effect soon. A directory without one is read
     * again record by record, as often as the sessions' settings say. Asks nothing.
     */
    default Optional<ChangeFeed> changes() {
        return Optional.empty();
    }

    /**
     * Adds to what is kept of how credentials are used; of those that it has no record of, it keeps nothing. Called now
     * and then from the background, never for a request. Does nothing in a directory that does not keep uses.
     *
     * <p>No edge relies on it: what is added twice because a reply was lost, or never, is not corrected.
     *
     * @param uses what was done since the last time, at most {@value ChangeFeed#MAX_PAGE}
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    default void recordUses(Collection<CredentialUse> uses) {}
}
