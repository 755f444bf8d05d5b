package io.tallygate.spi;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import java.util.List;

/**
 * A directory that can be changed. Every update names the version it was read at, so that of two concurrent changes
 * one is refused and none is lost.
 */
public interface DirectoryAdmin extends Directory {
    /**
     * Adds a record.
     *
     * @param record at version 0
     * @return the record as stored, at version 1
     * @throws IllegalStateException when the id exists
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    CredentialRecord insert(CredentialRecord record);

    /**
     * Replaces the record of that id.
     *
     * @param record at the version it was read at
     * @return the record as stored, one version on
     * @throws StaleVersionException when it has changed since, or is gone
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    CredentialRecord update(CredentialRecord record);

    /**
     * Removes the record of that id.
     *
     * @param version the version it was read at
     * @throws StaleVersionException when it has changed since, or is gone
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    void delete(CredentialId id, long version);

    /**
     * The records of an account in order of id.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    List<CredentialRecord> list(AccountId account);

    /**
     * Puts the account on a plan, from its next look-up on.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    void assign(AccountId account, String plan);

    /** The same for an account's name. */
    default void assign(String account, String plan) {
        assign(new AccountId(account), plan);
    }
}
