package io.tallygate.spi;

import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Revocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory that can be changed. Every update names the version it was read at, so that of two concurrent changes
 * one is refused and none is lost. Every change is kept with who made it, what it was made from, and to what.
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
     * The records of an account in order of id, page by page.
     *
     * @param after the last one of the page before; null for the first page
     * @param limit the most to give at once, in [1, {@value ChangeFeed#MAX_PAGE}]
     * @return fewer than the limit only at the end
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit);

    /**
     * All records of an account in order of id, read page by page.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    default List<CredentialRecord> list(AccountId account) {
        List<CredentialRecord> all = new ArrayList<>();
        for (CredentialId last = null; ; last = all.get(all.size() - 1).id()) {
            List<CredentialRecord> page = list(account, last, ChangeFeed.MAX_PAGE);
            all.addAll(page);
            if (page.size() < ChangeFeed.MAX_PAGE) {
                return List.copyOf(all);
            }
        }
    }

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

    /**
     * Revokes all that this covers, at every edge that follows this directory. Of two revocations of the same the later
     * one stands, with its end.
     *
     * @param until when it may be forgotten, because nothing that it covers can still be valid; null for never
     * @throws IllegalArgumentException when its names are too long to be stored
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    void revoke(Revocation what, @Nullable Instant until);

    /**
     * Takes a revocation back. Nothing to do when there is none of exactly this.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    void reinstate(Revocation what);

    /**
     * The same directory, for changes that somebody makes: each is recorded as his.
     *
     * @param actor 1 to 128 visible ASCII characters; {@value AuditEntry#UNKNOWN_ACTOR} for all that is not said
     * @throws IllegalArgumentException when the actor breaks the rule above
     */
    DirectoryAdmin by(String actor);

    /**
     * What was done to a credential: to its record, which may be gone, and by revocations of it. Newest first. A change
     * and its entry are made together or not at all.
     *
     * @param limit the most to give, in [1, {@value ChangeFeed#MAX_PAGE}]
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    List<AuditEntry> history(CredentialId id, int limit);

    /**
     * How a credential was used, as far as edges have said by {@link #recordUses}: for looking at, never for billing.
     * Gone with its record.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    Optional<CredentialUse> use(CredentialId id);
}
