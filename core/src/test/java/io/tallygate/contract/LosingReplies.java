package io.tallygate.contract;

import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Revocation;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.DirectoryUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A directory that makes a change of a record and then loses the reply, when told to.
 *
 * @param behind what makes the change
 * @param toLose how many replies are still to be lost
 */
public record LosingReplies(DirectoryAdmin behind, AtomicInteger toLose) implements DirectoryAdmin {
    /** In front of that directory, losing none at first. */
    public static LosingReplies of(DirectoryAdmin behind) {
        return new LosingReplies(behind, new AtomicInteger());
    }

    /** Loses the reply to the next change. */
    public void loseNext() {
        toLose.set(1);
    }

    private <T> T lost(T reply) {
        if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new DirectoryUnavailableException("the reply was lost");
        }
        return reply;
    }

    @Override
    public CredentialRecord insert(CredentialRecord record) {
        return lost(behind.insert(record));
    }

    @Override
    public CredentialRecord update(CredentialRecord record) {
        return lost(behind.update(record));
    }

    @Override
    public void delete(CredentialId id, long version) {
        behind.delete(id, version);
        lost(id);
    }

    @Override
    public List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit) {
        return behind.list(account, after, limit);
    }

    @Override
    public void assign(AccountId account, String plan) {
        behind.assign(account, plan);
    }

    @Override
    public void revoke(Revocation what, @Nullable Instant until) {
        behind.revoke(what, until);
    }

    @Override
    public void reinstate(Revocation what) {
        behind.reinstate(what);
    }

    @Override
    public DirectoryAdmin by(String actor) {
        return new LosingReplies(behind.by(actor), toLose);
    }

    @Override
    public List<AuditEntry> history(CredentialId id, int limit) {
        return behind.history(id, limit);
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return behind.find(id);
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return behind.plan(account);
    }

    @Override
    public Optional<CredentialUse> use(CredentialId id) {
        return behind.use(id);
    }
}
